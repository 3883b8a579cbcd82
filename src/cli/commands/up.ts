import { defineCommand } from 'citty';
import { startUp } from '../../app/up.js';
import type { Env } from '../../config/env.js';
import type { Incident } from '../../core/incident.js';
import type { Logger } from '../../log.js';
import { openContext } from '../context.js';
import { guarded } from '../failure.js';
import { formatQueue, placeOf } from '../queue-table.js';
import { openReading, type ReadingContext } from '../reading.js';
import { rulesOnlyOption } from '../rules-only.js';
import { endInTime, waitForSignal } from '../signals.js';

const shownIncidents = 200;

export const up = defineCommand({
  meta: { name: 'up', description: 'Everything on one machine: collects, works, serves; Ctrl-C ends it cleanly.' },
  args: {
    demo: { type: 'boolean', default: false, description: 'with the demo town: invented pages on loopback' },
    once: { type: 'boolean', default: false, description: 'one pass over all that is due, print the queue, end' },
    embedded: {
      type: 'boolean',
      default: false,
      description: 'one process without Redis and Elasticsearch; nothing is kept',
    },
    'rules-only': rulesOnlyOption,
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ role: 'up' });
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const reading = await openReading(env, { rulesOnly: args['rules-only'], log, suggests: true });
    try {
      await runUp(reading, { env, log, say, ...args });
    } finally {
      await reading.close();
    }
    say('Stopped.');
  }),
});

interface UpRun {
  env: Env;
  log: Logger;
  say(line: string): void;
  demo: boolean;
  once: boolean;
  embedded: boolean;
}

async function runUp({ config, analysis }: ReadingContext, { env, log, say, ...args }: UpRun): Promise<void> {
  const groups = new Map(config.taxonomy.groups.map((group) => [group.code, group.ru]));
  const interrupted = waitForSignal().then((signal) => {
    endInTime();
    return signal;
  });
  const running = await startUp({
    env,
    log,
    config,
    analysis,
    hasDemo: args.demo,
    isEmbedded: args.embedded,
    isOnce: args.once,
    say,
    onIncident: (incident) => say(lineOf(incident, groups)),
  });
  try {
    if (args.once) {
      say('One pass over all that is due; new incidents as they come:');
      const signal = await Promise.race([running.passed(), interrupted]);
      const { incidents, total } = await running.queue(shownIncidents);
      say(`\nОчередь инцидентов (${total})\n${formatQueue(incidents, config.taxonomy, Date.now())}`);
      if (typeof signal === 'string') process.exitCode = 130;
      return;
    }
    say(`\n  Queue:    ${running.url ?? ''}`);
    if (running.password === null) {
      say('  Login:    as before (forgotten? npm run -s otklik -- users reset admin)');
    } else
      say(`  Login:    admin\n  Password: ${running.password}   (one-time: you choose your own at the first login)`);
    say('\nNew incidents (Ctrl-C ends):');
    await interrupted;
    say('\nStopping: batches at hand are brought to their end');
  } finally {
    await running.close();
  }
}

/** «16:41:05 НОВЫЙ 7K3QX2 · Дороги · Светлоозёрск, Мира, 15 · текст…» */
function lineOf(incident: Incident, groups: ReadonlyMap<string, string>): string {
  const time = new Date(incident.clocks.queuedAt).toTimeString().slice(0, 8);
  const urgent = incident.urgency === 'urgent' ? ' СРОЧНО' : '';
  const group = incident.group === null ? 'тема неясна' : (groups.get(incident.group) ?? incident.group);
  const parts = [
    `${incident.number}${urgent}`,
    group,
    placeOf(incident) || 'место неизвестно',
    incident.title.slice(0, 90),
  ];
  return `${time} ${parts.join(' · ')}`;
}
