import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainPlace } from '../../../../pipelines/places/explain.js';
import { findMentions } from '../../../../pipelines/places/find.js';
import { createGazetteer } from '../../../../pipelines/places/gazetteer.js';
import { resolveHome } from '../../../../pipelines/places/home.js';
import { loadPlaces } from '../../../../pipelines/places/load.js';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { withHints, withShells } from '../../../../pipelines/places/resolve.js';
import { createScan } from '../../../../pipelines/places/scan.js';
import { reasonsOf, scoreOf } from '../../../../pipelines/places/score.js';
import { placeExplanationSchema } from '../../../../src/core/place-explanation.js';
import { shippedFiles } from './config-files.js';

const files = shippedFiles('places');
const places = createLocator({ files });
const explain = (text: string, territory: string | null = null) => places.explain(text, { territory });
const ofSettlement = (text: string, territory: string | null = null) =>
  explain(text, territory).mentions.find(({ kind }) => kind === 'settlement');

describe('the explanation of a place', () => {
  it('is of the shape that the API promises', () => {
    const texts = ['В Рязани на ул. Новосёлов, 24 корп. 1 нет воды', 'Спасибо', 'Рязанцы жалуются', 'школа №7 в Омске'];
    for (const text of texts) expect(placeExplanationSchema.parse(explain(text))).toEqual(explain(text));
  });

  it('tells which towns bear the name, and why one was taken', () => {
    const mention = ofSettlement('В г. Киров темно', '33000000');
    expect(mention).toMatchObject({ name: 'Киров', outcome: 'counts' });
    expect(mention?.candidates.map(({ id, region, won, score }) => [id, region, won, score])).toEqual([
      ['33701000001', 'Кировская область', true, 2],
      ['29614101001', 'Калужская область', false, 0],
    ]);
    expect(mention?.candidates[0]?.reasons).toEqual([{ reason: 'home-region', adds: 2 }]);
  });

  it('tells how far the candidates are from home, and how many live there', () => {
    const [first] = ofSettlement('В Курске темно', '61701000001')?.candidates ?? [];
    expect(first?.population).toBeGreaterThan(100_000);
    expect(first?.distanceKm).toBeGreaterThan(200);
    expect(ofSettlement('В Курске темно')?.candidates[0]?.distanceKm).toBeNull();
  });

  it('says what does not count and why', () => {
    expect(ofSettlement('Посылка из Москвы идёт неделю', '61701000001')?.outcome).toBe('direction');
    expect(ofSettlement('В деревне Верхнепупковке темно')?.outcome).toBe('unknown');
  });

  it('holds the territories of the place with their codes, and the home', () => {
    const { chain, home } = explain('В Рязани темно', '38701000001');
    expect(chain.map(({ level, oktmo }) => [level, oktmo])).toEqual([
      ['settlement', '61701000001'],
      ['municipality', '61701000'],
      ['region', '61000000'],
    ]);
    expect(home[0]?.name).toBe('Курск');
  });

  it('gives spans of the text as it was written', () => {
    const text = '<p>В&nbsp;Рязани на ул. Новосёлов, 24 темно</p>';
    for (const { span } of explain(text).mentions) expect(text.slice(span.start, span.end)).toBe(span.text);
  });
});

describe('the reasons of a candidate', () => {
  const data = loadPlaces(files);
  const gazetteer = createGazetteer(data.territories, data.streets);
  const texts = readFileSync('test/unit/pipelines/places/texts.jsonl', 'utf8')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [(JSON.parse(line) as { text: string }).text]));

  it('add up to the score by which the locator chooses', () => {
    let candidates = 0;
    for (const territory of [null, '61701000001', '33000000', '45000000']) {
      const home = resolveHome({ territory }, gazetteer);
      for (const text of texts) {
        const mentions = withHints(withShells(findMentions(createScan(text, gazetteer, home.id))), home, gazetteer);
        for (const entry of mentions.settlements.flatMap(({ entries }) => entries)) {
          const sum = reasonsOf(entry, mentions, home, gazetteer).reduce((all, { adds }) => all + adds, 0);
          expect(sum).toBe(scoreOf(entry, mentions, home, gazetteer));
          candidates++;
        }
      }
    }
    expect(candidates).toBeGreaterThan(50);
  });

  it('lead to the territory that the locator gives', () => {
    const home = resolveHome({ territory: '61701000001' }, gazetteer);
    let compared = 0;
    for (const text of texts) {
      const place = places.locator.locate(text, { territory: '61701000001' });
      const won = explainPlace({ text, gazetteer, home, place })
        .mentions.filter(({ kind }) => kind === 'settlement')
        .flatMap(({ candidates }) => candidates.filter((candidate) => candidate.won));
      if (won.length !== 1) continue;
      expect(gazetteer.chain(place.territoryId ?? '').map(({ id }) => id)).toContain(won[0]?.id);
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
  });
});
