import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { explainIncident, explainText } from '../../../app/routing-explain.js';
import { openStore } from '../../../app/store-only.js';
import { isoTime, systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openConfig } from '../../context.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { openReading } from '../../reading.js';
import { formatRoute, formatStored } from '../../route-table.js';
import { rulesOnlyOption } from '../../rules-only.js';
import { readInput } from '../../stdin.js';

export const explain = defineCommand({
  meta: {
    name: 'explain',
    description: 'Why an incident or a text goes to its executor: the line that won, and why every other one lost.',
  },
  args: {
    id: { type: 'positional', required: false, description: 'number or id of an incident' },
    text: { type: 'string', description: 'a text instead, without services; - reads it from standard input' },
    home: {
      type: 'string',
      description: 'where its writer is at home: OKTMO code, id or name',
      valueHint: 'OKTMO|name',
    },
    at: { type: 'string', description: 'when it was written, ISO with zone; now when left out' },
    source: { type: 'string', description: 'id or kind of its source', valueHint: 'id' },
    'rules-only': rulesOnlyOption,
    json: { type: 'boolean', default: false, description: 'one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const { id, text, home, at, source } = args;
    const colours = createColours(process.stdout, args.color);
    if ((id === undefined) === (text === undefined))
      throw new AppError('E_INPUT_INVALID', 'name one incident, or give one text with --text');
    if (id !== undefined) {
      const strange = Object.entries({ home, at, source }).find(([, value]) => value !== undefined);
      if (strange !== undefined)
        throw new AppError('E_INPUT_INVALID', `--${strange[0]} goes with --text; an incident has its own`);
      await ofIncident(id, args.json, colours);
    } else {
      const atMs = at === undefined ? systemClock.now() : Date.parse(at);
      if (Number.isNaN(atMs))
        throw new AppError('E_INPUT_INVALID', `--at ${at}: write an instant such as 2026-03-02T12:00:00+03:00`);
      const words = text === '-' ? await readInput() : (text ?? '');
      const question = { text: words, home: home ?? null, source: source ?? null, at: isoTime(atMs) };
      await ofText(question, { json: args.json, rulesOnly: args['rules-only'], colours });
    }
  }),
});

async function ofIncident(idOrNumber: string, json: boolean, colours: Colours): Promise<void> {
  const env = openEnv();
  const { config, analysis } = openConfig(env);
  const store = await openStore(env, { creates: false });
  try {
    const incident = await incidentBy(store.incidents, idOrNumber);
    const explained = explainIncident(analysis, incident, await store.incidents.events(incident.id));
    const { id, number, title } = incident;
    const text = json
      ? JSON.stringify({ id, number, ...explained })
      : [
          colours.bold(`ИН-${number} ${printable(title)}`),
          formatRoute(explained.explanation, config.taxonomy, colours),
          '',
          formatStored(explained, colours),
        ].join('\n');
    process.stdout.write(`${text}\n`);
  } finally {
    await store.close();
  }
}

async function ofText(
  question: { text: string; home: string | null; source: string | null; at: string },
  shown: { json: boolean; rulesOnly: boolean; colours: Colours },
): Promise<void> {
  const { text, home, source, at } = question;
  const reading = await openReading(openEnv(), { rulesOnly: shown.rulesOnly });
  try {
    const { analysis, config } = reading;
    const territory = home === null ? null : analysis.places.territoryNamed(home, '--home').id;
    const explained = await explainText(analysis, config.sources, { text, territory, source, at });
    const told = shown.json
      ? JSON.stringify(explained)
      : [
          shown.colours.bold(printable(explained.text)),
          formatRoute(explained.explanation, config.taxonomy, shown.colours),
        ].join('\n');
    process.stdout.write(`${told}\n`);
  } finally {
    await reading.close();
  }
}
