import { defineCommand } from 'citty';
import type { RoutingCheck, RoutingFinding } from '../../../../pipelines/routing/check.js';
import { checkRoutingOf } from '../../../app/routing-check.js';
import { systemClock } from '../../../core/clock.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { count, countInThrees } from '../../plural.js';

/** Findings of one code that are shown without --all. */
const shownOfCode = 10;

export const check = defineCommand({
  meta: {
    name: 'check',
    description:
      'Proves that every topic has exactly one executor in every territory; lists lines and bodies that are useless.',
  },
  args: {
    all: { type: 'boolean', default: false, description: `all findings; else ${shownOfCode} of each kind` },
    json: { type: 'boolean', default: false, description: 'one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const checked = await checkRoutingOf(openEnv().OTKLIK_CONFIG_DIR, systemClock.now());
    if (checked.findings.length > 0) process.exitCode = 1;
    const colours = createColours(process.stdout, args.color);
    process.stdout.write(`${args.json ? JSON.stringify(checked) : describe(checked, args.all, colours)}\n`);
  }),
});

function describe(checked: RoutingCheck, showsAll: boolean, colours: Colours): string {
  const { findings, groups, topics, territories, organisations, lines, cells } = checked;
  const byCode = new Map<string, RoutingFinding[]>();
  for (const finding of findings) byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding]);
  const told = [...byCode].flatMap(([code, list]) => {
    const shown = showsAll ? list : list.slice(0, shownOfCode);
    const rest = list.length - shown.length;
    return [
      ...shown.map((finding) => findingLine(finding, colours)),
      ...(rest > 0 ? [colours.dim(`  … and ${rest} more of ${code}; --all shows them`)] : []),
    ];
  });
  const walked = `${count(groups, 'group')} × ${count(topics, 'topic')} × ${countInThrees(territories, 'territory')}`;
  const size = `${count(lines, 'line')}, ${count(organisations, 'organisation')}, ${countInThrees(cells, 'case')}`;
  const isComplete = !findings.some(({ code }) => code === 'gap' || code === 'not-loaded');
  const verdict =
    findings.length === 0
      ? colours.green('each exactly one executor')
      : isComplete
        ? `each exactly one executor; ${colours.red(count(findings.length, 'finding'))}`
        : colours.red(count(findings.length, 'finding'));
  return [...told, `${walked}: ${verdict} (${size})`].join('\n');
}

function findingLine({ code, where, message, remedy }: RoutingFinding, colours: Colours): string {
  const place = where === null ? '' : ` ${where}`;
  const advice = remedy === '' ? '' : `\n    ${colours.dim(`→ ${remedy}`)}`;
  return `${colours.red('✗')} ${colours.cyan(code)}${place} ${printable(message)}${advice}`;
}
