import { alertsIndex } from './alerts.js';
import { auditIndex } from './audit.js';
import { deadLettersIndex } from './dead-letters.js';
import { eventsIndex } from './events.js';
import type { IndexDefinition } from './fields.js';
import { incidentsIndex } from './incidents.js';
import { labelsIndex } from './labels.js';
import { ledgerIndex } from './ledger.js';
import { modelSetsIndex, modelUsesIndex } from './model-sets.js';
import { postsIndex } from './posts.js';
import { rawPagesIndex } from './raw-pages.js';
import { ruleSetsIndex } from './rule-sets.js';
import { savedSearchesIndex } from './saved-searches.js';
import { sessionsIndex } from './sessions.js';
import { sourceStatesIndex, sourcesIndex } from './sources.js';
import { usersIndex } from './users.js';

/** Every index of the store. */
export const definitions: readonly IndexDefinition[] = [
  sourcesIndex,
  sourceStatesIndex,
  alertsIndex,
  rawPagesIndex,
  postsIndex,
  incidentsIndex,
  eventsIndex,
  deadLettersIndex,
  ledgerIndex,
  usersIndex,
  sessionsIndex,
  auditIndex,
  ruleSetsIndex,
  savedSearchesIndex,
  modelSetsIndex,
  modelUsesIndex,
  labelsIndex,
];
