import { defineCommand } from 'citty';
import { importSources, readSourceFile } from '../../../app/source-registry.js';
import { isoTime } from '../../../core/clock.js';
import { formatProblem } from '../../../core/config-file.js';
import { readCsv } from '../../csv.js';
import { guarded } from '../../failure.js';
import { openRules, withPlatform } from './arguments.js';

export const importFile = defineCommand({
  meta: {
    name: 'import',
    description: 'Takes in sources of a CSV, YAML or JSON file; bad entries are named and left out, the rest goes in.',
  },
  args: {
    file: { type: 'positional', required: true, description: 'CSV with a line of column names, or a list «sources:»' },
    'dry-run': { type: 'boolean', default: false, description: 'only say what would be done' },
  },
  run: guarded(async ({ args }) => {
    const { sources, problems } = await readSourceFile(args.file, readCsv);
    await withPlatform(async ({ store, clock }, env) => {
      const result = await importSources(store.sources, sources, {
        rules: await openRules(env),
        file: args.file,
        at: isoTime(clock.now()),
        isTrial: args['dry-run'],
      });
      const all = [...problems, ...result.problems];
      for (const problem of all) process.stderr.write(`${formatProblem(problem)}\n`);
      const { added, changed, same } = result;
      const left = all.length === 0 ? '' : `; ${all.length} problems, those entries are left out`;
      const verb = args['dry-run'] ? 'would be ' : '';
      process.stdout.write(`${added} ${verb}added, ${changed} ${verb}changed, ${same} as they were${left}\n`);
      if (all.length > 0) process.exitCode = 1;
    });
  }),
});
