import { loadRules } from '../../pipelines/rules/load.js';
import { formatProblem } from '../../src/core/config-file.js';
import { shippedPacks, shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';

const files = shippedPacks();
const taxonomy = shippedTaxonomy();
const t = performance.now();
const loaded = loadRules(files, taxonomy);
console.log(loaded.rules.length, 'rules', (performance.now() - t).toFixed(0), 'ms');
for (const problem of loaded.problems) console.log(formatProblem(problem));
