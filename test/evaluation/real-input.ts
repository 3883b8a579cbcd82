/**
 * Reads saved real pages and a mix of real texts with the product's own crawler and line, and compares the queue with the truth.
 *   npm run evaluate -- real-input [--limit N] [--hosts N] [--seed WORD] [--data FOLDER] [--json FILE] [--read N] [--missed N] [--rules-only]
 * With the shipped model, or by the rules alone with `--rules-only`. `--read` and `--missed` print incidents and missed appeals for a person
 * to read; such a print stays off the repository.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluateMix } from './mixed-forum.js';
import { evaluatePages } from './saved-pages.js';
import { dataFolder, missingIn } from './support/data.js';
import { formatFigures } from './support/print.js';

const { values } = parseArgs({
  options: {
    limit: { type: 'string', default: '550' },
    hosts: { type: 'string', default: '24' },
    seed: { type: 'string', default: 'otklik' },
    data: { type: 'string' },
    json: { type: 'string' },
    read: { type: 'string', default: '0' },
    missed: { type: 'string', default: '0' },
    only: { type: 'string' },
    'rules-only': { type: 'boolean', default: false },
  },
});
const folder = dataFolder(values.data);
const missing = missingIn(folder, ['unlabelled.jsonl', 'noise.jsonl', 'fixtures']);
if (missing.length > 0) {
  console.error(
    `Not measured: ${missing.join(', ')} not found. Name the folder of the development data: --data FOLDER.`,
  );
  process.exit(2);
}
const wholeNumber = (name: 'limit' | 'hosts' | 'read' | 'missed'): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} ${values[name]} is no whole number`);
  return process.exit(2);
};

const pages = values.only === 'mix' ? [] : await evaluatePages(folder);
for (const { page, kind, posts, followed, warnings, error } of pages) {
  console.log(`${page}  ${kind}  ${error ?? `${posts} posts, ${followed} further pages`}  ${warnings.join('; ')}`);
}
const mixed =
  values.only === 'pages'
    ? null
    : await evaluateMix(folder, {
        limit: wholeNumber('limit'),
        hosts: wholeNumber('hosts'),
        seed: values.seed,
        isRulesOnly: values['rules-only'],
      });
if (mixed !== null) {
  console.log(formatFigures(mixed.result));
  for (const [index, { incident, truth }] of mixed.queue.slice(0, wholeNumber('read')).entries()) {
    const { group, topic, score, unsure, executorName, machine } = incident;
    const place = [machine.place.settlement, machine.place.street, machine.place.house].filter(Boolean).join(', ');
    const texts = incident.posts.map((post) => `    ${post.join.how}: ${post.text.replaceAll('\n', ' ')}`).join('\n');
    const right = truth.filter(Boolean).length;
    const sure = unsure ? 'unsure' : 'sure';
    console.log(`\n${index + 1}. ${group} / ${topic}  ${score.toFixed(2)} ${sure}  truth ${right}/${truth.length}`);
    console.log(`    ${machine.place.precision}: ${place} → ${executorName}\n${texts}`);
  }
  for (const [index, { row, post }] of mixed.missed.slice(0, wholeNumber('missed')).entries()) {
    const { score, group } = post?.verdict ?? {};
    const at = post?.dropped == null ? '' : `${post.dropped.stage}: ${post.dropped.reason}`;
    const text = row.text.replaceAll('\n', ' ').slice(0, 700);
    console.log(`\nmissed ${index + 1}. ${row.source} ${at} ${score?.toFixed(2) ?? ''} ${group ?? ''}\n    ${text}`);
  }
}
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ pages, mixed: mixed?.result ?? null }, null, 2)}\n`);
}
process.exit(0);
