import type { ScoredText } from '../evaluation/support/models/scored.js';

const groups = ['roads', 'housing', 'improvement', 'waste'] as const;

/** Invented scores of texts that do not exist: a good whole, weaker parts, every case that the figures tell apart. */
export function scoredTexts(): ScoredText[] {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 2 ** 31;
  };
  const make = (source: string, kind: ScoredText['kind'], incident: boolean, index: number): ScoredText => {
    const truth = groups[index % groups.length] ?? 'roads';
    const score = Math.round(Math.min(1, Math.max(0, (incident ? 0.85 : 0.15) + (random() - 0.5) * 0.8)) * 1e4) / 1e4;
    const answer = random() < 0.8 ? truth : (groups[(index + 1) % groups.length] ?? 'roads');
    const confidence = answer === truth ? 0.5 + random() * 0.5 : 0.3 + random() * 0.4;
    const said = (strength: number) => ({
      score: strength * (incident ? 1 : 0) + random(),
      group: random() < strength ? truth : 'housing',
      confidence: random(),
    });
    return {
      id: `${source}-${index}`,
      source,
      kind,
      incident,
      group: incident && index % 9 !== 8 ? truth : null,
      alt: truth === 'improvement' ? ['roads'] : [],
      why: kind === 'feed' ? (['joke', 'history, mill', 'obituary', `${index} alone`][index % 4] ?? null) : null,
      wants: kind === 'feed' && incident ? 'complaint' : null,
      urgent: kind === 'feed' ? index % 7 === 0 : null,
      words: 1 + Math.floor(random() * 60),
      admitted: incident ? random() < 0.98 : random() < 0.3,
      verdict: {
        score,
        incident: score >= 0.5,
        unsure: (score > 0.35 && score < 0.65) || confidence < 0.6,
        kind: 'complaint',
        urgency: index % 7 === 0 || random() < 0.05 ? 'urgent' : 'ordinary',
        groups: [{ group: answer, probability: confidence }],
      },
      parts: { rules: said(0), 'n-grams': said(0.6), transformer: said(0.8) },
    };
  };
  const many = (source: string, kind: ScoredText['kind'], count: number, isIncident: (index: number) => boolean) =>
    Array.from({ length: count }, (_, index) => make(source, kind, isIncident(index), index));
  return [
    ...many('kursk', 'appeals', 120, () => true),
    ...many('ryazan', 'appeals', 60, () => true),
    ...many('rusentiment', 'noise', 400, () => false),
    ...many('news', 'noise', 30, () => false),
    ...many('feed-a', 'feed', 60, (index) => index % 2 === 0),
    ...many('feed-b', 'feed', 40, (index) => index % 2 === 0),
  ];
}
