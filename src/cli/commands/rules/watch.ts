import { join } from 'node:path';
import { defineCommand } from 'citty';
import { type AnalysedText, analysed } from '../../../app/rules-labelled.js';
import { createRuleWatch } from '../../../app/rules-watch.js';
import { openWorkbench, selectRules } from '../../../app/rules-workbench.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { createProgress } from '../../progress.js';
import { type OpenTexts, openFileTexts } from '../../rule-texts.js';
import { formatWatch } from '../../rules-watch-report.js';
import { watchPaths } from '../../watch-folder.js';

export const watch = defineCommand({
  meta: { name: 'watch', description: 'Tries the packs again at every edit and shows what it changed; q ends.' },
  args: {
    names: { type: 'positional', required: false, description: 'packs, rules or patterns («roads», «roads.*»)' },
    on: {
      type: 'string',
      description: 'JSON lines {id, text, incident?, group?, topic?, alt?} to measure each edit on',
      valueHint: 'file',
    },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const configDir = openEnv().OTKLIK_CONFIG_DIR;
    const workbench = openWorkbench(configDir);
    selectRules(workbench, args._);
    const texts = args.on === undefined ? null : await readTexts(openFileTexts(args.on, workbench.taxonomy));
    const ruleWatch = createRuleWatch(configDir, args._, texts);
    const colours = createColours(process.stdout, args.color);
    const show = (): void => {
      const startedMs = performance.now();
      let text: string;
      try {
        const report = ruleWatch.look();
        text = formatWatch(report, { ms: Math.round(performance.now() - startedMs), at: new Date() }, colours);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        text = colours.red(error.message); // the folder is being replaced: the next look will tell
      }
      // On a terminal the last state stands alone on the screen.
      process.stdout.write(process.stdout.isTTY ? `\u001B[2J\u001B[3J\u001B[H${text}\n` : `${text}\n`);
      if (process.stdout.isTTY) process.stdout.write(colours.dim('watching; q ends\n'));
    };
    // Watched before the first look: an edit that comes meanwhile must not be lost.
    const stop = watchPaths([join(configDir, 'rules'), join(configDir, 'taxonomy.yaml')], show);
    show();
    await ended();
    stop();
  }),
});

async function readTexts(file: OpenTexts): Promise<AnalysedText[]> {
  const texts: AnalysedText[] = [];
  const progress = createProgress('texts');
  for await (const text of file.walk()) {
    texts.push(analysed(text));
    progress.at(texts.length);
  }
  progress.end();
  try {
    file.tellLeftOut();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n`); // the good lines are enough to watch with
  }
  return texts;
}

/** q, the same key in the Russian layout, Ctrl-C and Ctrl-D. */
const endKeys = 'qQйЙ\u0003\u0004';

/** Resolves with q, Ctrl-C or a signal. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    const { stdin } = process;
    if (!stdin.isTTY) return;
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', (keys: Buffer) => {
      if (![...keys.toString('utf8')].some((key) => endKeys.includes(key))) return;
      stdin.setRawMode(false);
      stdin.pause();
      resolve();
    });
  });
}
