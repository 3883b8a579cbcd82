import { describe, expect, it } from 'vitest';
import { createRuleClassifier } from '../../../../pipelines/rules/classifier.js';
import { textRevision } from '../../../../pipelines/text/version.js';
import { bareTerritory, type Territory } from '../../../../src/core/place.js';
import type { TextOrigin } from '../../../../src/core/ports.js';
import { verdictSchema } from '../../../../src/core/verdict.js';
import { shippedPacks, shippedTaxonomy, yamlFile } from './yaml-file.js';

const region: Territory = { ...bareTerritory, id: 'region-1', level: 'region', name: 'Озёрская область' };
const files = shippedPacks();
const { classifier, gate } = createRuleClassifier({ files, taxonomy: shippedTaxonomy() });
const judge = async (text: string) => {
  const [judgement] = await classifier.classify([{ id: '1', text }]);
  if (!judgement) throw new Error('no verdict');
  return judgement.verdict;
};

describe('the rule classifier', () => {
  it.each([
    ['Прошу отремонтировать дорогу на улице Садовой, сплошные ямы, проехать невозможно.', 'roads', 'roads.potholes'],
    ['Третий день нет горячей воды в доме по адресу Лесная 7, УК не отвечает.', 'housing', 'housing.hot-water'],
    ['Когда уберут мусор? Баки переполнены, мусор не вывозят вторую неделю.', 'waste', null],
    ['Не могу записаться к врачу: талонов в поликлинике нет, в регистратуре не берут трубку.', 'health', null],
    ['Автобус 12 не пришёл, ждали на остановке целый час. Примите меры!', 'transport', null],
    ['Стая бродячих собак нападает на детей у школы, просим отловить.', 'safety', 'safety.stray-dogs'],
    ['Пособие на ребёнка задерживают второй месяц, в соцзащите не берут трубку.', 'social', null],
    ['В деревне снова отключили электричество, сидим без света, РЭС не отвечает.', 'energy', 'energy.outage'],
  ])('finds the incident and its group: %s', async (text, group, topic) => {
    const verdict = await judge(text);
    expect(verdict).toMatchObject({ incident: true, group });
    if (topic !== null) expect(verdict.topic).toBe(topic);
  });

  it.each([
    'С днём рождения, подруга! Счастья и любви!',
    'Продам диван, недорого, пишите в личку.',
    'Ахаха, смотрели вчера этот сериал, огонь!',
    'Скидка 30 процентов на маникюр до конца месяца.',
    '',
    '👍👍👍',
  ])('leaves alone what is none of ours: «%s»', async (text) => {
    expect(await judge(text)).toMatchObject({ incident: false, unsure: false });
    expect(gate(text).pass).toBe(false);
  });

  it('marks danger to life as urgent', async () => {
    const verdict = await judge('В подъезде дома 5 сильно пахнет газом, примите меры!');
    expect(verdict).toMatchObject({ urgency: 'urgent', group: 'energy' });
    expect((await judge('Прошу покрасить лавочку во дворе.')).urgency).toBe('ordinary');
  });

  it('gives verdicts that fit the schema, with spans that point into the text', async () => {
    const text = 'Прошу убрать снег во дворе дома 7 — пройти невозможно!';
    const verdict = await judge(text);
    verdictSchema.parse(verdict);
    expect(verdict.evidence.length).toBeGreaterThan(2);
    for (const { words } of verdict.evidence)
      for (const word of words) expect(text.slice(word.start, word.end)).toBe(word.text);
    const total = verdict.groups.reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeLessThanOrEqual(1 + 1e-9);
    expect(verdict.groups.length).toBeLessThanOrEqual(5);
  });

  it('gives a text the same verdict whatever stands beside it', async () => {
    const texts = ['Яма на дороге у школы', 'С новым годом!', 'Нет воды третий день'].map((text, index) => ({
      id: `${index}`,
      text,
    }));
    const verdicts = async (all: typeof texts) => (await classifier.classify(all)).map(({ verdict }) => verdict);
    const together = await verdicts(texts);
    const apart = await Promise.all(texts.map(({ text }) => judge(text)));
    const again = await verdicts([...texts].reverse());
    expect(together).toEqual(apart);
    expect(again.reverse()).toEqual(apart);
  });

  it('names the revisions that decided, and only a change of content changes them', () => {
    const second = createRuleClassifier({ files, taxonomy: shippedTaxonomy() });
    expect(second.classifier.revisions).toEqual(classifier.revisions);
    const fewer = createRuleClassifier({ files: files.slice(1), taxonomy: shippedTaxonomy() });
    expect(fewer.classifier.revisions.rules).not.toBe(classifier.revisions.rules);
    expect(classifier.revisions.text).toBe(textRevision);
  });

  it('lets the gate pass what may be an incident, even when the classifier doubts', () => {
    for (const text of ['Яма на дороге', 'Фонарь не горит', 'Сломан лифт', 'Снова пахнет газом'])
      expect(gate(text).pass, text).toBe(true);
  });

  it('asks where and when a post comes from, for the filters of rules', async () => {
    const pack = yamlFile(
      'config/rules/local.yaml',
      'rules:\n  - { id: local, target: incident, weight: 5, query: яма, territories: [region-1], validTo: 2026-12-31, match: [Яма], noMatch: [Дом] }\n',
    );
    const local = createRuleClassifier({
      files: [pack],
      taxonomy: shippedTaxonomy(),
      locator: {
        territory: (id) => (id === 'region-1' ? { ...region } : null),
        lineage: (id) => (id === 'town-1' ? ['town-1', 'region-1'] : []),
      },
    });
    expect(local.problems).toEqual([]);
    const text = 'Яма у дома';
    const fired = async (origin: TextOrigin) =>
      (await local.classifier.classify([{ id: '1', text, ...origin }]))[0]?.verdict.evidence.length === 1;
    expect(await fired({})).toBe(true);
    expect(await fired({ territory: 'town-1', publishedAt: '2026-05-01T10:00:00Z' })).toBe(true);
    expect(await fired({ territory: 'town-2' })).toBe(false);
    expect(await fired({ territory: 'region-1', publishedAt: '2027-01-01T10:00:00Z' })).toBe(false);
    expect(local.gate(text, { territory: 'town-1' }).fired).toHaveLength(1);
    expect(local.gate(text, { territory: 'town-2' }).fired).toHaveLength(0);
  });
});
