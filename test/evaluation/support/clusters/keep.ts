import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../../../src/app/analysis.js';
import { textSubject } from '../../../../src/core/ids.js';
import type { Judgement } from '../../../../src/core/ports.js';

/**
 * The same analysis, whose judgements are kept in a file of the folder and read from there by the next run: they depend on nothing but the text and
 * the revisions.
 */
export function keepJudgements(analysis: Analysis, folder: string | undefined): Analysis {
  if (folder === undefined) return analysis;
  mkdirSync(folder, { recursive: true });
  const { decision } = analysis;
  const revisions = JSON.stringify([decision.by, decision.classifier.revisions]);
  const file = join(folder, `judgements-${textSubject(revisions)}.jsonl`);
  const kept = new Map<string, Judgement>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const { key, judgement } = JSON.parse(line) as { key: string; judgement: Judgement };
      kept.set(key, judgement);
    }
  }
  const classifier: Analysis['classifier'] = {
    ...decision.classifier,
    async classify(texts, options) {
      const keys = texts.map(({ text, territory }) => textSubject(`${territory} ${text}`));
      const fresh = texts.filter((_, index) => !kept.has(keys[index] ?? ''));
      const judgements = fresh.length === 0 ? [] : await decision.classifier.classify(fresh, options);
      fresh.forEach((text, index) => {
        const judgement = judgements[index];
        const key = keys[texts.indexOf(text)] ?? '';
        if (judgement === undefined || kept.has(key)) return;
        kept.set(key, judgement);
        appendFileSync(file, `${JSON.stringify({ key, judgement })}\n`);
      });
      return keys.map((key) => kept.get(key) as Judgement);
    },
  };
  return { ...analysis, classifier, decision: { ...decision, classifier } };
}
