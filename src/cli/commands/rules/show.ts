import { defineCommand } from 'citty';
import { AppError } from '../../../core/errors.js';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';
import { parseVersion } from './rollback.js';

export const show = defineCommand({
  meta: { name: 'show', description: 'The packs of a deployed version, as they were written.' },
  args: {
    version: { type: 'positional', required: true, description: 'its number' },
    file: { type: 'string', description: 'only this pack («roads» or its path)' },
    json: { type: 'boolean', default: false, description: 'the version as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const version = parseVersion(args.version);
    const set = await withStore((store) => store.ruleSets.get(version));
    if (set === null)
      throw new AppError('E_INPUT_INVALID', `there is no version ${version}: «otklik rules history» lists them`);
    const isWanted = (path: string): boolean =>
      args.file === undefined || path === args.file || path.endsWith(`/${args.file}.yaml`);
    const files = set.files.filter(({ path }) => isWanted(path));
    if (files.length === 0) {
      const paths = set.files.map(({ path }) => path).join(', ');
      throw new AppError('E_INPUT_INVALID', `version ${version} has no pack «${args.file}»: it has ${paths}`);
    }
    if (args.json) {
      process.stdout.write(`${JSON.stringify({ ...set, files })}\n`);
      return;
    }
    const restores = set.restores === null ? '' : `, equal to version ${set.restores}`;
    const head = `version ${set.version}${restores}, revision ${set.revision}, by ${set.by} at ${set.createdAt}`;
    process.stdout.write(`# ${head}${set.note === '' ? '' : `: ${set.note}`}\n`);
    for (const { path, text } of files) process.stdout.write(`\n# ${path}\n${text.trimEnd()}\n`);
  }),
});
