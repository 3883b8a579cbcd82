/**
 * Merges one incident into another and kills its own process (SIGKILL) right after the decision, before the other side is written.
 *   node test/support/merge-and-die.mjs FROM INTO   with OTKLIK_ELASTICSEARCH_URL and OTKLIK_PREFIX; needs a build
 */
import { createDesk } from '../../dist/pipelines/incidents/desk.js';
import { createProcessFeed } from '../../dist/pipelines/memory/in-process.js';
import { loadConfig } from '../../dist/src/config/load.js';
import { systemClock } from '../../dist/src/core/clock.js';
import { createElasticsearchStore } from '../../dist/src/store/elasticsearch.js';

const [from, into] = process.argv.slice(2);
const store = createElasticsearchStore({
  url: process.env.OTKLIK_ELASTICSEARCH_URL,
  indexPrefix: process.env.OTKLIK_PREFIX,
});
const incidents = {
  ...store.incidents,
  append: async (events, ...rest) => {
    if (events[0].change.type === 'absorbed') process.kill(process.pid, 'SIGKILL');
    await store.incidents.append(events, ...rest);
  },
};
const desk = createDesk({
  incidents,
  labels: store.labels,
  feed: createProcessFeed(),
  calendar: loadConfig('config').config.calendar,
  clock: systemClock,
  bodies: { executorName: () => undefined },
});
const [one, other] = await Promise.all([incidents.get(from), incidents.get(into)]);
const hand = { login: 'operator1', name: 'Дежурный оператор', role: 'operator', executors: [] };
const action = { type: 'merge', intoId: into, intoVersion: other.version, reason: null };
await desk.act(from, one.version, action, hand);
