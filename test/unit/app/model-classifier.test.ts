import { describe, expect, it } from 'vitest';
import { createRuleClassifier } from '../../../pipelines/rules/classifier.js';
import { createModelClassifier } from '../../../src/app/model-classifier.js';
import { decodeHalf, vectorWidth } from '../../../src/core/float16.js';
import { verdictSchema } from '../../../src/core/verdict.js';
import { fakeSet, fakeTextModel } from '../../support/fake-text-model.js';
import { shippedTaxonomy, yamlFile } from '../pipelines/rules/yaml-file.js';

const pack = yamlFile(
  'config/rules/small.yaml',
  'rules:\n  - { id: road, target: roads.potholes, weight: 3, query: яма, match: [Яма], noMatch: [Дом] }\n',
);
const rules = createRuleClassifier({ files: [pack], taxonomy: shippedTaxonomy() });
const model = fakeTextModel();
const inForce = { live: model.shipped, shadow: null };
const classifier = createModelClassifier({ rules, model, inForce });
const judge = async (text: string, parts = classifier) => {
  const [judgement] = await parts.classify([{ id: '1', text }], { explain: 'all' });
  if (judgement === undefined) throw new Error('no verdict');
  return judgement;
};

describe('rules and model as one classifier', () => {
  it('gives the model’s verdict with the evidence of both', async () => {
    const { verdict } = await judge('Яма и лужа у дома');
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(verdict).toMatchObject({ incident: true, group: 'roads', kind: 'complaint' });
    expect(verdict.evidence.map(({ engine, target }) => `${engine} ${target}`)).toEqual([
      'rules roads.potholes',
      'transformer incident',
      'transformer roads',
    ]);
  });

  it('names the words that moved it, where they stand, with what they counted', async () => {
    const text = 'Лужа! Опять лужа, жуть';
    const { verdict } = await judge(text);
    const [first, second] = verdict.evidence;
    expect(first).toMatchObject({
      engine: 'transformer',
      id: 'лужа',
      target: 'incident',
      weight: 32,
      revision: 'v0-aaaaaaaaaaaa',
    });
    expect(second).toMatchObject({ engine: 'ngrams', id: 'жуть', weight: 1, revision: 'l0' });
    for (const { words } of verdict.evidence)
      for (const { text: word, start, end } of words) expect(text.slice(start, end)).toBe(word);
    expect(first?.words.map(({ start }) => start)).toEqual([0, 12]);
  });

  it('explains what goes to the queue, and the rest only when asked', async () => {
    const texts = ['Лужа у дома', `Тихий вечер, лужа, ${'окна и снег, '.repeat(12)}`];
    const asked = texts.map((text, at) => ({ id: `${at}`, text }));
    const count = async (explain: 'all' | 'queued') =>
      (await classifier.classify(asked, { explain })).map(({ verdict }) => verdict.evidence.length > 0);
    expect(await count('queued')).toEqual([true, false]);
    expect(await count('all')).toEqual([true, true]);
  });

  it('keeps what the verdict follows from: the mean state to the bit, the vector, the revision', async () => {
    const { model: record, vector } = await judge('Беда, беда и лужа');
    expect(record).toMatchObject({ revision: 'v0-aaaaaaaaaaaa', sampled: false, shadow: null });
    const pooled = decodeHalf(record?.pooled ?? '', vectorWidth);
    expect(pooled[0]).toBe(0.5);
    expect(decodeHalf(vector ?? '', vectorWidth)[0]).toBe(1);
    expect(classifier.revisions).toMatchObject({ model: 'fake f0', 'model set': 'v0-aaaaaaaaaaaa' });
  });

  it('says how likely a text is about the place it is written from', async () => {
    expect((await judge('Запах у реки')).locality).toBe(0.9);
    expect((await judge('Беда')).locality).toBe(0.4);
  });

  it('gives a text the same verdict whatever stands beside it', async () => {
    const texts = ['Яма и лужа', 'С новым годом!', 'Запах у реки, жуть'].map((text, at) => ({ id: `${at}`, text }));
    const together = await classifier.classify(texts);
    const apart = await Promise.all(texts.map(async (text) => (await classifier.classify([text]))[0]));
    const turned = await classifier.classify([...texts].reverse());
    expect(together).toEqual(apart);
    expect(turned.reverse()).toEqual(apart);
  });

  it('lets another set look on over the same reading, without a word in the verdict', async () => {
    const alone = await judge('Лужа у дома и у школы');
    const shadow = fakeSet('v1-cccccccccccc', 0);
    const calls = model.calls.length;
    const watched = await judge(
      'Лужа у дома и у школы',
      createModelClassifier({ rules, model, inForce: { ...inForce, shadow } }),
    );
    expect(model.calls.length - calls).toBe(1);
    expect(watched.verdict).toEqual(alone.verdict);
    expect(watched.model?.shadow).toMatchObject({ revision: 'v1-cccccccccccc', incident: false });
  });
});
