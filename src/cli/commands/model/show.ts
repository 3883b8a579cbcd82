import { defineCommand } from 'citty';
import { versionsInUse } from '../../../app/models-in-force.js';
import { shippedModel } from '../../../app/models-shipped.js';
import { parseModelVersion } from '../../../app/models-versions.js';
import { AppError } from '../../../core/errors.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { describeVersion } from '../../model-version-text.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

export const show = defineCommand({
  meta: {
    name: 'show',
    description: 'Where a version comes from: what it was fitted to, by whom, from what, and how good it was.',
  },
  args: {
    version: {
      type: 'positional',
      required: false,
      description: 'its number or «shipped»; without it the one in force',
    },
    weights: { type: 'boolean', default: false, description: 'with --json: the set itself too' },
    json: { type: 'boolean', default: false, description: 'the version as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const wanted = args.version === undefined ? null : parseModelVersion(args.version);
    const { version, found, use } = await withStore(async ({ modelSets }) => {
      const inUse = await versionsInUse(modelSets);
      const chosen = wanted ?? inUse.live;
      const word = chosen === inUse.live ? 'decides' : chosen === inUse.shadow ? 'looks on' : 'is not in use';
      return { version: chosen, found: await modelSets.get(chosen), use: word };
    });
    if (version === 0) {
      const shipped = await shippedModel(openEnv());
      process.stdout.write(
        args.json ? `${JSON.stringify({ version: 0, use, ...shipped })}\n` : `${describeShipped(shipped, use)}\n`,
      );
      return;
    }
    if (found === null)
      throw new AppError(
        'E_INPUT_INVALID',
        `there is no version ${version} of the model set: «otklik model list» lists them all`,
      );
    const { set, ...entry } = found;
    process.stdout.write(
      args.json
        ? `${JSON.stringify({ ...entry, use, ...(args.weights ? { set } : {}) })}\n`
        : `${describeVersion(entry, use)}\n`,
    );
  }),
});

function describeShipped(
  { id, revision, set, licence, encoder, files }: Awaited<ReturnType<typeof shippedModel>>,
  use: string,
): string {
  const rows = files.map(({ role, name, bytes, sha256 }) => [
    role,
    name,
    `${(bytes / 1e6).toFixed(1)} MB`,
    sha256.slice(0, 12),
  ]);
  return [
    `the shipped version (${set ?? 'no set'}) ${use}`,
    `model ${id} ${revision}, licence ${licence}, encoder ${encoder}`,
    '',
    formatTable(['for', 'file', 'size', 'SHA-256'], rows),
    '',
    'What it was made of and how good it is: otklik model card',
  ].join('\n');
}
