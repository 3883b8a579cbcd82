import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { charts } from '../../../../models/card/charts.js';
import { evaluationPage } from '../../../../models/card/evaluation-page.js';
import { modelFiguresSchema, trainingSourcesSchema } from '../../../../models/card/figures.js';
import { type CardInput, modelCard } from '../../../../models/card/model-card.js';
import { modelPages, readCardInput } from '../../../../models/card/pages.js';
import { fakeFigures, fakeLearning, fakeManifest } from '../../../support/model-figures.js';

const figures = fakeFigures();
const sources = trainingSourcesSchema.parse(JSON.parse(readFileSync('models/train/sources.json', 'utf8')));
const training = { runs: [{ what: 'encoder', seconds: 3_600, cores: 2, texts: 10_000, note: '' }] };
const memorised = {
  format: 1 as const,
  tokenizer: { pieces: 40_000, onlyInData: 0 },
  linear: { buckets: 1_000, used: 700, fewestTexts: 2 },
  repository: { texts: 12_000, committed: 6_000, equal: 0, near: 0 },
};
const input: CardInput = { manifest: fakeManifest, figures, sources, training, learning: fakeLearning(), memorised };

describe('figures of the models', () => {
  it('pass through their own file unchanged', () => {
    expect(modelFiguresSchema.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures);
  });
});

describe('the page of the evaluation', () => {
  const page = evaluationPage({ figures, learning: fakeLearning() });
  it('says that it is generated, of which model, and shows every chart', () => {
    expect(page).toContain('do not edit');
    expect(page).toContain(figures.model.set ?? '');
    const shown = [...page.matchAll(/\(models\/([a-z-]+\.svg)\)/g)].map(([, name]) => name);
    expect(shown.sort()).toEqual(Object.keys(charts(figures, fakeLearning())).sort());
  });
  it('has no cell without a figure and no number that is none', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });
  it('has as many cells in each row as its table has columns', () => {
    const tables = page.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(12);
    for (const block of tables) expect(new Set(block.split('\n').map((line) => line.split(' | ').length)).size).toBe(1);
  });
  it('says honestly whether a goal is met', () => {
    expect(page).toMatch(/group accuracy ≥ 0\.84 \|[^|]+\| no \|/);
    expect(page).toMatch(/invented feed posts: recall ≥ 0\.90 \|[^|]+\| yes, though the bounds reach beyond it \|/);
  });
  it('goes without the curve while it was not drawn', () => {
    expect(evaluationPage({ figures, learning: null })).not.toContain('Learning curve');
  });
});

describe('the card', () => {
  const card = modelCard(input);
  it('names every source with its licence', () => {
    for (const { name, licence } of sources.parts) {
      expect(card).toContain(name);
      expect(card).toContain(licence);
    }
  });
  it('never counts the non-commercial source as trained on', () => {
    const rows = card.split('\n').filter((line) => line.includes('rusentiment') && line.includes('CC BY-NC-SA'));
    expect(rows).toHaveLength(2);
    expect(rows.filter((row) => row.includes('trained on'))).toEqual([]);
  });
  it('says what the model must not be used for', () => {
    for (const word of ['authors', 'nationality', 'politics', 'emergency', 'private messages'])
      expect(card).toContain(word);
  });
  it('reckons the energy from cores and accelerators and says that it is assumed', () => {
    expect(card).toContain('30 Wh, under the assumption of 15 W per busy core');
    expect(card).toContain('not measured');
  });
  it('has figures for every source and group', () => {
    for (const { source } of figures.groups.sources) expect(card).toContain(`| ${source} |`);
    for (const { group } of figures.groups.classes) expect(card).toContain(`| ${group} |`);
    expect(card).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

/** The shipped model comes with its figures; a checkout without a model has neither. */
describe.runIf(existsSync('models/manifest.json'))('the pages of the shipped model', () => {
  it('are what the generator makes of the committed figures: npm run evaluate -- models-pages', () => {
    const { card, ...rest } = readCardInput('models');
    expect(card.figures.model.revision).toBe(card.manifest.revision);
    for (const [path, text] of Object.entries(modelPages({ card, ...rest })))
      expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
