import { defineCommand } from 'citty';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import type { LabelOrigin } from '../../../core/label.js';
import { labelOriginSchema } from '../../../core/label.js';
import { guarded } from '../../failure.js';
import { formatOf, labelFileLines } from '../../label-files.js';
import { count } from '../../plural.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';
import { writeText } from '../../text-output.js';

export const exportFile = defineCommand({
  meta: { name: 'export', description: 'Writes the labels as JSON lines or CSV; `label import` reads them again.' },
  args: {
    out: { type: 'string', default: '-', description: 'file to write; - for standard output', valueHint: 'file' },
    format: { type: 'string', description: 'jsonl or csv; else by the name of the file', valueHint: 'format' },
    origin: { type: 'string', description: `only labels of this origin: ${labelOriginSchema.options.join(', ')}` },
    who: { type: 'string', description: 'only labels of this person' },
    since: { type: 'string', description: 'only labels given since: 30d, 12h or a date' },
  },
  run: guarded(async ({ args }) => {
    const format = formatOf(args.out, args.format);
    const query = {
      ...(args.origin === undefined ? {} : { origin: [originOf(args.origin)] }),
      ...(args.who === undefined ? {} : { who: args.who }),
      ...(args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) }),
    };
    let written = 0;
    await withStore(async (store) => {
      const labels = (async function* () {
        for await (const label of store.labels.all(query)) {
          written++;
          yield label;
        }
      })();
      await writeText(args.out, labelFileLines(labels, format));
    });
    process.stderr.write(
      `${count(written, 'label')} written. Personal data in the texts are masked, but they are residents’ words: keep the file inside.\n`,
    );
  }),
});

function originOf(written: string): LabelOrigin {
  const found = labelOriginSchema.options.find((origin) => origin === written);
  if (found !== undefined) return found;
  throw new AppError('E_INPUT_INVALID', `--origin «${written}»: use one of ${labelOriginSchema.options.join(', ')}`);
}
