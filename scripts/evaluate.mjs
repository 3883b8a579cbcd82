/**
 * `npm run evaluate -- NAME …`: builds the evaluations and runs one of them on the development data beside the checkout.
 *   real-input   saved real pages and a mix of real texts through crawler and line
 *   collector    the collector under load: 100 000 sources, killed crawlers, memory over hours
 *   clusters     how posts about one problem join, on invented pairs and by reading
 *   clusters-fit what posts of one place are held together by, drawn anew
 *   common-stems the words that name no place, for joining, drawn anew from the rules
 *   demo-town    the demonstration town against its own truth
 *   models       the shipped model on texts that nothing was trained on, and on invented feed posts
 *   executors    suggested executors on texts kept back, beside naive Bayes
 *   models-cascade  what the gate is worth in speed
 *   models-pages the card and the page of the evaluation again from the committed figures
 *   models-traces what of the development texts can be found in the shipped files and the repository
 *   places-fit   weights of a place's region and confidence, drawn anew
 *   places-gazetteer  recall of the gazetteer against lists of towns and written forms of regions
 *   rules        the shipped rules on labelled texts
 *   rules-diff   time of `rules diff` over a million invented posts in Elasticsearch
 *   language     the matcher of rules against its plain oracle, on random rules and posts
 *   places       the finder of places on labelled texts, and beside natasha
 *   nearness     how well vectors tell the same problem in other words from another problem in the same words
 *   rules-fit    weights of the group rules, drawn anew from half A
 *   rules-score  constants between the rules and the verdict, drawn anew from half A
 *   real-sites   a real WordPress, filled through its own forms, read by every kind that can
 *   retrain      time of `model retrain` on 20 000 invented labels
 * OTKLIK_REDIS_URL and OTKLIK_ELASTICSEARCH_URL name the services; without them the line runs in one process.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './lib/processes.mjs';
import { checkNode, ensureDependencies, projectRoot, reportFailure, startNode } from './lib/project.mjs';
import { createReporter } from './lib/report.mjs';

const NAMES = [
  'real-input',
  'real-sites',
  'clusters',
  'clusters-fit',
  'collector',
  'common-stems',
  'demo-town',
  'executors',
  'models',
  'models-cascade',
  'models-pages',
  'models-traces',
  'nearness',
  'places',
  'places-fit',
  'places-gazetteer',
  'rules',
  'rules-fit',
  'rules-score',
  'rules-diff',
  'language',
  'retrain',
];
const [name = '', ...rest] = process.argv.slice(2);
const built = 'dist/evaluation';

try {
  checkNode();
  if (!NAMES.includes(name)) {
    process.stderr.write(`Name the evaluation: npm run evaluate -- ${NAMES.join(' | ')}\n`);
    process.exit(2);
  }
  const log = createReporter({ write: (line) => process.stderr.write(`${line}\n`) });
  await ensureDependencies(log);
  await log.run('Build of the evaluations', async () => {
    const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
    const { stdout, stderr } = await runCommand(
      process.execPath,
      [compiler, '-p', 'tsconfig.json', '--outDir', built, '--noEmitOnError', 'false'],
      { cwd: projectRoot },
    );
    if (!existsSync(join(projectRoot, built, 'test', 'evaluation', `${name}.js`)))
      throw new Error(`${stdout}${stderr}`);
  });
  const { ended } = startNode(join(built, 'test', 'evaluation', `${name}.js`), rest);
  process.exitCode = await ended;
} catch (error) {
  reportFailure(error);
}
