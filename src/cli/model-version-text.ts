import type { ModelSetEntry } from '../core/model-set-version.js';
import { formatHeldOut } from './model-report.js';

/** Where a version comes from and how good it was, for a person. @param use what it does now: «decides» … */
export function describeVersion(entry: ModelSetEntry, use: string): string {
  const { version, revision, encoder, parent, training, note, by, createdAt } = entry;
  const { fitted, heldOut, incidents, groups, origins, since, labels, before, after, seconds } = training;
  return [
    `version ${version} (${revision}) ${use}`,
    `fitted by ${by} at ${createdAt} from ${parent}, over the encoder ${encoder}${note === '' ? '' : `: ${note}`}`,
    `labelled texts: ${fitted} fitted, ${heldOut} held back; ${incidents} incidents${since === null ? '' : `; labels since ${since}`}`,
    `labels came by: ${listed(origins)}`,
    `groups: ${listed(groups)}`,
    `fingerprint of the labels ${labels}; fitted in ${seconds.toFixed(1)} s`,
    '',
    formatHeldOut(before, after),
  ].join('\n');
}

function listed(counts: Record<string, number>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, number]) => `${name} ${number}`).join(', ') || 'none';
}
