import { describe, expect, it } from 'vitest';
import { routeWithSuggestion, verdictWithDoubt } from '../../../../pipelines/routing/suggestion.js';
import type { ExecutorSuggestion } from '../../../../src/core/executor-suggestion.js';
import { sampleRoute, sampleVerdict } from '../../../support/samples.js';

const suggestion: ExecutorSuggestion = {
  executorName: 'Дорожный комитет',
  sureFrom: 0.3,
  ranked: [
    { executorName: 'Дорожный комитет', probability: 0.5 },
    { executorName: 'Горсвет Заречья', probability: 0.2 },
    { executorName: 'Жилищная инспекция', probability: 0.1 },
    { executorName: 'Лесничество', probability: 0.05 },
  ],
  words: [],
  revision: 'executors-1',
};
const router = {
  executors: () => [{ id: 'roads', name: 'Дорожный комитет', kind: 'agency' as const, territory: null }],
};

describe('a suggestion beside a template', () => {
  it('adds the three likeliest bodies, keeps what the table chose first, and says so', () => {
    const route = routeWithSuggestion(sampleRoute(), suggestion, router);
    expect(route.executorName).toBe('Горсвет Заречья');
    expect(route.ranked.map(({ executorName, probability }) => [executorName, probability])).toEqual([
      ['Горсвет Заречья', 0.9],
      ['Дорожный комитет', 0.5],
      ['Жилищная инспекция', 0.1],
    ]);
    expect(route.reason).toContain('Модель исполнителей (executors-1) предлагает «Дорожный комитет», 50 %.');
  });

  it('gives bodies of the table their id there, others a stable one', () => {
    const { ranked } = routeWithSuggestion(sampleRoute(), suggestion, router);
    expect(ranked[1]?.executorId).toBe('roads');
    expect(ranked[2]?.executorId).toBe(routeWithSuggestion(sampleRoute(), suggestion, router).ranked[2]?.executorId);
  });

  it('leaves the verdict alone while the model is sure, and asks for a person when it is not', () => {
    const verdict = sampleVerdict();
    expect(verdictWithDoubt(verdict, suggestion)).toBe(verdict);
    const unsure = { ...suggestion, executorName: null };
    expect(verdictWithDoubt(verdict, unsure)).toMatchObject({ unsure: true, doubts: ['executor'] });
    expect(routeWithSuggestion(sampleRoute(), unsure, router).reason).toContain('не уверена');
  });
});
