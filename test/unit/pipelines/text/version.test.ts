import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { maskPersonalData } from '../../../../pipelines/text/mask.js';
import { signature } from '../../../../pipelines/text/minhash.js';
import { cleanText } from '../../../../pipelines/text/normalise.js';
import { textRevision } from '../../../../pipelines/text/version.js';

const SAMPLE = [
  '<p>Здравствуйте! На ул. Мира, д.12к2, кв. 45 третий день НЕТ cвета.</p><p>Тел. 8 (912) 000-00-01, Мария Петровна</p>',
  'Пооомогите!!! Дети ходят через яму на детской площадке, в0да стоит с 5-го мая 2024 г. Северо-западный р-н &amp; школа № 7',
  'Люди пишут на a@mail.example и https://vk.com/id1, а машина А123ВС77 так и стоит… Фонари не работают, идём домой в темноте',
];

it('a change of results goes with a new revision', () => {
  const results = SAMPLE.map((raw) => {
    const masked = maskPersonalData(cleanText(raw));
    const analysis = analyse(masked.text);
    return [masked, analysis, signature(analysis)];
  });
  const digest = createHash('sha256').update(JSON.stringify(results)).digest('hex').slice(0, 16);
  // When this fails on purpose: raise textRevision and write both anew.
  expect({ textRevision, digest }).toEqual({ textRevision: '3', digest: '0d466ab03e418a44' });
});
