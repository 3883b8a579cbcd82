import type { ConfigFile } from '../../src/core/config-file.js';
import type { LintFinding } from './lint-codes.js';
import { type Form, formOf } from './lint-forms.js';
import { implies } from './lint-implies.js';
import { walkQuery } from './lint-show.js';
import { parseQuery, type WordLists } from './parse.js';
import type { Rule } from './rule.js';

interface Item {
  text: string;
  line: number;
  form: Form;
}

/** Word lists that nothing uses, and items that another item of their list covers. */
export function lintLists(files: readonly ConfigFile[], lists: WordLists, rules: readonly Rule[]): LintFinding[] {
  const findings: LintFinding[] = [];
  const used = new Set<string>();
  for (const { query, except } of rules)
    for (const whole of [query, except])
      if (whole)
        walkQuery(whole, (inner) => {
          if (inner.kind !== 'list') return true;
          const isNew = !used.has(inner.name);
          used.add(inner.name);
          return isNew;
        });
  for (const file of files) {
    for (const [name, items] of listsOf(file, lists)) {
      const at = { file: file.path, ruleId: null, severity: 'warning', basis: 'structure' } as const;
      if (!used.has(name))
        findings.push({
          ...at,
          code: 'unused-list',
          line: file.lineAt(['lists', name]),
          message: `no rule uses the list @${name}`,
          remedy: 'delete it or use it',
        });
      items.forEach((item, index) => {
        const wider = items.find(
          (other, place) =>
            place !== index && implies(item.form, other.form) && (place < index || !implies(other.form, item.form)),
        );
        if (wider)
          findings.push({
            ...at,
            code: 'redundant',
            line: item.line,
            message: `the item «${item.text}» of @${name} adds nothing to «${wider.text}»`,
            remedy: 'delete it',
          });
      });
    }
  }
  return findings;
}

function* listsOf(file: ConfigFile, lists: WordLists): Generator<[string, Item[]]> {
  const { data } = file;
  if (typeof data !== 'object' || data === null || !('lists' in data)) return;
  if (typeof data.lists !== 'object' || data.lists === null) return;
  for (const [name, value] of Object.entries(data.lists)) {
    // A list that did not load is told of by its problem.
    if (!lists.has(name) || !Array.isArray(value)) continue;
    const items = value.map((item: unknown, index): Item => {
      const text = String(item);
      return { text, line: file.lineAt(['lists', name, index]), form: formOf(parseQuery(text, lists)) };
    });
    yield [name, items];
  }
}
