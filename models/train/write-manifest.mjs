/**
 * Writes the manifest of the model files after an export. Run after `npm run build`: node models/train/write-manifest.mjs [FOLDER]
 *   FOLDER  holds shipped/ and gets manifest.json; `models` when not given
 * The names of the labels come from shipped/set.json, or from shipped/heads.json where there is no set yet.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeModel } from '../../dist/models/describe-model.js';

const folder = process.argv[2] ?? join(import.meta.dirname, '..');
const read = (name) => {
  const path = join(folder, 'shipped', name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
};
const set = read('set.json');
const labels = set.labels ?? (set.groups ? set : read('heads.json'));
const manifest = await describeModel(folder, {
  id: 'otklik-e5-small',
  licence: 'MIT (multilingual-e5-small, MIT, trained further; see docs/models.md)',
  width: 384,
  longest: 128,
  labels: { groups: labels.groups ?? [], topics: labels.topics ?? [], kinds: labels.kinds ?? [] },
});
writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${manifest.id} ${manifest.revision}: ${manifest.files.map(({ name }) => name).join(', ')}`);
