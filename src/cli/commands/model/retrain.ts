import { defineCommand } from 'citty';
import { openModels } from '../../../app/models-open.js';
import { type Retrained, retrainModel } from '../../../app/models-retrain.js';
import { systemClock } from '../../../core/clock.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatHeldOut } from '../../model-report.js';
import { describeUse } from '../../model-use.js';
import { byOption, personAtWork } from '../../person.js';
import { count } from '../../plural.js';
import { createProgress } from '../../progress.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';

export const retrain = defineCommand({
  meta: {
    name: 'retrain',
    description: 'Learns from the labels of operators: fits a new version of the model set, which looks on first.',
  },
  args: {
    since: { type: 'string', description: 'only labels of the last «90d», or since a date', valueHint: 'time' },
    note: { type: 'string', description: 'why, for the history' },
    by: byOption,
    'dry-run': { type: 'boolean', default: false, description: 'fit and measure, store nothing' },
    shadow: {
      type: 'boolean',
      default: true,
      description: 'let the new version look on',
      negativeDescription: 'store it alone',
    },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const by = personAtWork(args.by);
    const isDryRun = args['dry-run'];
    const note = args.note === undefined ? {} : { note: args.note };
    const since = args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) };
    const progress = createProgress('texts');
    const done = await withStore(async (store) => {
      const models = await openModels(openEnv(), store);
      try {
        return await retrainModel({
          store,
          reader: models.reader,
          maker: models.maker,
          clock: systemClock,
          by,
          isDryRun,
          looksOn: args.shadow,
          ...note,
          ...since,
          onRead: progress.at,
          onStep(step) {
            progress.end();
            if (!args.json) process.stderr.write(`${step} …\n`);
          },
        });
      } finally {
        await models.close();
      }
    });
    process.stdout.write(
      args.json
        ? `${JSON.stringify({ ...done, isDryRun })}\n`
        : `${formatRetrained(done, isDryRun, createColours(process.stdout, args.color))}\n`,
    );
  }),
});

function formatRetrained(done: Retrained, isDryRun: boolean, colours: Colours): string {
  const { training, from, told, contested, encoded, version, revision, use } = done;
  const lines = [
    `Learned from ${count(training.fitted, 'labelled text')} beside ${from.version === 0 ? 'the shipped version' : `version ${from.version}`}; ${training.heldOut} were held back to measure. It took ${training.seconds.toFixed(1)} s${encoded === 0 ? '' : `, ${count(encoded, 'text')} had to be encoded`}.`,
    ...told,
  ];
  if (contested > 0)
    lines.push(
      `${count(contested, 'text')} on which people disagree taught nothing: «otklik label agreement» shows them.`,
    );
  lines.push('', formatHeldOut(training.before, training.after), '', verdictOf(done));
  const name = colours.bold(`version ${version}`);
  if (done.isKnown) lines.push(`The same labels made ${name} (${revision}) before: nothing was written.`);
  else if (isDryRun) lines.push(`Would be ${name} (${revision}); nothing was written (--dry-run).`);
  else
    lines.push(
      `Stored as ${name} (${revision}). ${use === null ? `«otklik model shadow ${version}» lets it look on, «otklik model use ${version}» puts it in force.` : describeUse(use)}`,
      ...(use === null ? [] : [`When it convinces: otklik model use ${version}`]),
    );
  return lines.join('\n');
}

/** Says in a sentence what the intervals allow to say. */
function verdictOf({ differences }: Retrained): string {
  const sure = differences.filter(
    ({ name, low, high }) =>
      ['f1', 'group', 'falseAlarms'].includes(name) && low !== undefined && high !== undefined && (low > 0 || high < 0),
  );
  if (sure.length === 0) return 'No difference is beyond chance: more labels would tell.';
  const names = { f1: 'F1', group: 'groups', falseAlarms: 'false alarms' } as Record<string, string>;
  const told = sure.map(({ name, difference }) => {
    const isBetter = (difference ?? 0) > 0 !== (name === 'falseAlarms');
    return `${names[name]} ${isBetter ? 'better' : 'worse'} by ${Math.abs(difference ?? 0).toFixed(3)}`;
  });
  return `Beyond chance: ${told.join(', ')}.`;
}
