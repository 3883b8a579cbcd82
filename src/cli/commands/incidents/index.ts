import { defineCommand } from 'citty';
import { assign } from './assign.js';
import { list } from './list.js';
import { merge } from './merge.js';
import { recompute } from './recompute.js';
import { series } from './series.js';
import { show } from './show.js';
import { split } from './split.js';
import { undo } from './undo.js';
import { verify } from './verify.js';

export const incidents = defineCommand({
  meta: { name: 'incidents', description: 'The queue in the terminal.' },
  subCommands: { list, show, assign, merge, split, undo, verify, recompute, series },
});
