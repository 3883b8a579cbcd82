import type { Share } from '../../../src/core/share.js';

export interface Row {
  id: string;
  executor: string;
  template?: boolean;
}

export interface Measured {
  first: Share;
  firstThree: Share;
  firstFive: Share;
  /** `first` without stock sentences of one sender, where there are any. */
  withoutTemplates?: Share;
  named?: Share;
  rightOfNamed?: Share;
  rightOfUnnamed?: Share;
  calibrationError?: number;
  coverage?: { precision: number; share: number }[];
}

/** What executors.json says of texts left out of the fit. */
interface LeftOut {
  usesEncoder: boolean;
  sureness: {
    texts: number;
    first: number;
    firstThree: number;
    firstFive: number;
    named: number;
    rightOfNamed: number | null;
    calibrationError: number;
  };
}

export interface SourceFigures {
  source: string;
  train: number;
  executors: number;
  seconds: number;
  leftOut: readonly LeftOut[];
  methods: Readonly<Record<string, Measured>>;
}

const places = (value: number): string => value.toFixed(3);

function interval({ share, low, high }: Share): string {
  return share === null ? '–' : `${places(share)} (${places(low as number)}-${places(high as number)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The figures as a piece of a page, with 95 % Wilson intervals. */
export function executorsPage(figures: readonly SourceFigures[]): string {
  const blocks = figures.map(({ source, train, executors, seconds, leftOut, methods }) => {
    const entries = Object.entries(methods);
    const [test] = entries.map(([, { first }]) => first.of);
    const calibrated = entries.filter(([, { named }]) => named !== undefined);
    const templates = entries.flatMap(([name, { withoutTemplates }]) =>
      withoutTemplates === undefined ? [] : [`${name} ${interval(withoutTemplates)}`],
    );
    return [
      `### ${source}`,
      '',
      `Learnt from ${train} texts of ${executors} bodies in ${Math.round(seconds)} s, reading them included; measured on ${test} others.`,
      '',
      table(
        ['', 'first', 'first 3', 'first 5'],
        entries.map(([name, each]) => [
          name,
          interval(each.first),
          interval(each.firstThree),
          interval(each.firstFive),
        ]),
      ),
      ...(templates.length === 0 ? [] : ['', `First, without stock sentences: ${templates.join('; ')}.`]),
      '',
      table(
        [
          '',
          'somebody is named',
          'of these right',
          'first right where nobody is named',
          'calibration error',
          ...[0.6, 0.7, 0.8, 0.9].map((each) => `coverage at ${each}`),
        ],
        calibrated.map(([name, { named, rightOfNamed, rightOfUnnamed, calibrationError, coverage }]) => [
          name,
          interval(named as Share),
          interval(rightOfNamed as Share),
          interval(rightOfUnnamed as Share),
          places(calibrationError ?? 0),
          ...(coverage ?? []).map(({ share }) => places(share)),
        ]),
      ),
      '',
      'Texts of the training, each with its near duplicates left out of the regression:',
      '',
      table(
        ['', 'texts', 'first', 'first 3', 'first 5', 'named', 'of these right', 'calibration error'],
        leftOut.map(({ usesEncoder, sureness }) => [
          usesEncoder ? 'with the model' : 'rules alone',
          String(sureness.texts),
          places(sureness.first),
          places(sureness.firstThree),
          places(sureness.firstFive),
          places(sureness.named),
          sureness.rightOfNamed === null ? '–' : places(sureness.rightOfNamed),
          places(sureness.calibrationError),
        ]),
      ),
      '',
    ].join('\n');
  });
  return `${blocks.join('\n')}`;
}
