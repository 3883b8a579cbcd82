import { defineCommand } from 'citty';
import { writeWhole } from '../../../config/kept-files.js';
import { sourceCells, sourceColumns } from '../../../config/source-files.js';
import { sourceYaml } from '../../../config/yaml-text.js';
import { isoTime } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { definitionOf, type Source } from '../../../core/source.js';
import { csvLine } from '../../csv.js';
import { guarded } from '../../failure.js';
import { filterArguments, queryOf, withPlatform } from './arguments.js';

const PAGE = 1_000;

export const exportAll = defineCommand({
  meta: { name: 'export', description: 'Writes sources as «sources import» takes them.' },
  args: {
    ...filterArguments,
    format: { type: 'string', default: 'yaml', description: 'yaml or csv' },
    out: { type: 'string', description: 'file instead of standard output', valueHint: 'path' },
  },
  run: guarded(async ({ args }) => {
    const { format } = args;
    if (format !== 'yaml' && format !== 'csv')
      throw new AppError('E_INPUT_INVALID', `--format ${format}: use yaml or csv`);
    await withPlatform(async ({ store, clock }) => {
      const query = queryOf(args, isoTime(clock.now()));
      const sources: Source[] = [];
      for (let after: string | undefined; ; ) {
        const { items } = await store.sources.search(query, { limit: PAGE, ...(after === undefined ? {} : { after }) });
        sources.push(...items.map(definitionOf));
        after = items.at(-1)?.id;
        if (items.length < PAGE) break;
      }
      const text =
        format === 'yaml'
          ? sourceYaml(sources)
          : [csvLine(sourceColumns), ...sources.map((source) => csvLine(sourceCells(source)))].join('');
      if (args.out === undefined) process.stdout.write(text);
      else {
        writeWhole(args.out, text);
        process.stdout.write(`${sources.length} sources in ${args.out}\n`);
      }
    });
  }),
});
