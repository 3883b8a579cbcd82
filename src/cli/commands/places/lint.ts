import { defineCommand } from 'citty';
import type { PlaceFinding } from '../../../../pipelines/places/lint.js';
import { lintPlacesOf } from '../../../app/places-open.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { count } from '../../plural.js';

/** Findings of one code that are shown without --all. */
const shownOfCode = 10;

export const lint = defineCommand({
  meta: {
    name: 'lint',
    description:
      'Finds what is wrong in config/places: not loaded, not told apart, without code or point, out of place.',
  },
  args: {
    all: { type: 'boolean', default: false, description: `all findings; else ${shownOfCode} of each kind` },
    strict: { type: 'boolean', default: false, description: 'warnings fail too (exit code 1)' },
    json: { type: 'boolean', default: false, description: 'one finding a line, all of them' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const { findings, territories, packs, streets, boundaries } = lintPlacesOf(openEnv().OTKLIK_CONFIG_DIR);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const warnings = findings.length - errors;
    if (errors > 0 || (args.strict && warnings > 0)) process.exitCode = 1;
    if (args.json) {
      for (const finding of findings) process.stdout.write(`${JSON.stringify(finding)}\n`);
      return;
    }
    const colours = createColours(process.stdout, args.color);
    const byCode = new Map<string, PlaceFinding[]>();
    for (const finding of findings) byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding]);
    for (const [code, group] of byCode) {
      const shown = args.all ? group : group.slice(0, shownOfCode);
      for (const finding of shown) process.stdout.write(`${describe(finding, colours)}\n`);
      const rest = group.length - shown.length;
      if (rest > 0) process.stdout.write(colours.dim(`  … and ${rest} more of ${code}; --all shows them\n`));
    }
    const loaded = [
      count(territories, 'territory'),
      ...(packs === 0 ? [] : [`${count(packs, 'pack')} with ${count(streets, 'street')}`]),
      ...(boundaries === 0 ? [] : [count(boundaries, 'boundary')]),
    ];
    const paint = errors > 0 ? colours.red : warnings > 0 ? colours.yellow : colours.green;
    process.stdout.write(
      `${loaded.join(', ')}: ${paint(`${count(errors, 'error')}, ${count(warnings, 'warning')}`)}\n`,
    );
  }),
});

function describe({ severity, code, file, line, message, remedy }: PlaceFinding, colours: Colours): string {
  const sign = severity === 'error' ? colours.red('✗ error') : colours.yellow('! warning');
  const place = file === null ? '' : ` ${line === null ? file : `${file}:${line}`}`;
  return `${sign} ${colours.cyan(code)}${place} ${printable(message)}\n    ${colours.dim(`→ ${remedy}`)}`;
}
