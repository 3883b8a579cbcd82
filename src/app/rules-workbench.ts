import { type ReadRules, readRules } from '../../pipelines/rules/load.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { loadRuleConfig, type RuleConfig } from '../config/rule-files.js';
import { AppError } from '../core/errors.js';

/** The packs as their author works on them: also rules that fail an example are here, only what cannot be understood is left out. */
export interface Workbench extends RuleConfig, ReadRules {}

/**
 * Reads and parses the packs; nothing else of the product is loaded.
 * @throws AppError E_CONFIG_INVALID when there are no packs or the taxonomy cannot be used.
 */
export function openWorkbench(configDir: string): Workbench {
  const { taxonomy, files, problems } = loadRuleConfig(configDir);
  const read = readRules(files, taxonomy);
  return { taxonomy, files, rules: read.rules, lists: read.lists, problems: [...problems, ...read.problems] };
}

/** «config/rules/roads.yaml» → «roads». */
export function packOf(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.(ya?ml|json)$/, '');
}

/** What a word of the command line may name: a pack («roads», «config/rules/roads.yaml»), a rule, or both with «*» («roads.*»). */
export function nameTest(word: string): (rule: { id: string; file: string }) => boolean {
  const isPath = /[/\\]|\.(ya?ml|json)$/.test(word);
  const wanted = isPath ? packOf(word) : word;
  const pattern = new RegExp(
    `^${wanted
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return ({ id, file }) => pattern.test(packOf(file)) || (!isPath && pattern.test(id));
}

/**
 * The rules that the words name, in the order of the packs; all when there are no words.
 * @throws AppError E_INPUT_INVALID for a word that names nothing.
 */
export function selectRules(workbench: Workbench, words: readonly string[]): Rule[] {
  if (words.length === 0) return workbench.rules;
  const tests = words.map((word) => {
    const test = nameTest(word);
    const inBroken = workbench.problems.some(({ file }) => test({ id: '', file }));
    if (workbench.rules.some(test) || inBroken) return test;
    const packs = [...new Set(workbench.files.map(({ path }) => packOf(path)))].join(', ');
    throw new AppError(
      'E_INPUT_INVALID',
      `there is no pack or rule «${word}»: use a rule's id, a pack (${packs}) or a pattern like «roads.*»`,
    );
  });
  return workbench.rules.filter((rule) => tests.some((test) => test(rule)));
}
