import { defineCommand } from 'citty';
import { importLabels } from '../../../app/labels-import.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { systemClock } from '../../../core/clock.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { refuseBadLines } from '../../json-lines.js';
import { formatOf, readLabelFile } from '../../label-files.js';
import { byOption, personAtWork } from '../../person.js';
import { count } from '../../plural.js';
import { withStore } from '../../store-access.js';

export const importFile = defineCommand({
  meta: { name: 'import', description: 'Reads labels of a file into the store; may be repeated.' },
  args: {
    file: { type: 'positional', required: true, description: 'JSON lines or CSV; - for standard input' },
    format: { type: 'string', description: 'jsonl or csv; else by the name of the file', valueHint: 'format' },
    by: { ...byOption, description: 'who labelled, where a line does not say; else the user of this machine' },
  },
  run: guarded(async ({ args }) => {
    const format = formatOf(args.file, args.format);
    const by = personAtWork(args.by);
    const { taxonomy } = loadRuleConfig(openEnv().OTKLIK_CONFIG_DIR);
    const report = await withStore((store) =>
      importLabels(store, readLabelFile(args.file, format), { by, nowMs: systemClock.now(), taxonomy }),
    );
    const unchanged = report.unchanged === 0 ? '' : `, ${report.unchanged} of them were there already`;
    const lines = [`${count(report.labels, 'label')} read${unchanged}`];
    if (report.unanswered > 0) lines.push(`${count(report.unanswered, 'line')} without an answer passed over`);
    if (report.repeated > 0)
      lines.push(`${count(report.repeated, 'line')} say otherwise than one before: the later counts`);
    for (const [topic, number] of report.unknownTopics)
      lines.push(`topic «${topic}» (${count(number, 'line')}) is not in config/taxonomy.yaml: the group alone counts`);
    process.stdout.write(`${lines.join('\n')}\n`);
    refuseBadLines(report.bad);
  }),
});
