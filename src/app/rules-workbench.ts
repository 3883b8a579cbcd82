import { type ReadRules, readRules } from '../../pipelines/rules/load.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { loadRuleConfig, type RuleConfig } from '../config/rule-files.js';
import type { ReadOptions } from '../config/yaml.js';
import { AppError } from '../core/errors.js';

/** The packs as their author works on them: also rules that fail an example are here, only what cannot be understood is left out. */
export interface Workbench extends RuleConfig, ReadRules {}

/**
 * Reads and parses the packs; nothing else of the product is loaded.
 * @param parsed keeps what was parsed, for reading again after an edit
 * @throws AppError E_CONFIG_INVALID when there are no packs or the taxonomy cannot be used.
 */
export function openWorkbench(configDir: string, parsed?: ReadOptions['parsed']): Workbench {
  const { taxonomy, files, problems } = loadRuleConfig(configDir, parsed);
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
    // What cannot be read may well hold it.
    const isHidden = workbench.problems.some(({ file }) => test({ id: '', file }) || !isRead(workbench, file));
    if (workbench.rules.some(test) || isHidden) return test;
    const packs = [...new Set(workbench.files.map(({ path }) => packOf(path)))].join(', ');
    throw new AppError(
      'E_INPUT_INVALID',
      `there is no pack or rule «${word}»: use a rule's id, a pack (${packs}) or a pattern like «roads.*»`,
    );
  });
  return workbench.rules.filter((rule) => tests.some((test) => test(rule)));
}

/** False for a pack that is no YAML: what it holds is not known. */
export function isRead({ files }: Workbench, path: string): boolean {
  return files.some((file) => file.path === path);
}

/**
 * One rule by its id.
 * @throws AppError E_INPUT_INVALID with the nearest ids when there is none.
 */
export function findRule(workbench: Workbench, id: string): Rule {
  const rule = workbench.rules.find((each) => each.id === id);
  if (rule) return rule;
  const [head = ''] = id.split(/[.-]/);
  const near = workbench.rules.map((each) => each.id).filter((each) => each.startsWith(head) || each.includes(id));
  const hint = near.length === 0 ? 'see the packs in config/rules' : `did you mean ${near.slice(0, 8).join(', ')}`;
  throw new AppError('E_INPUT_INVALID', `there is no rule «${id}»: ${hint}`);
}
