import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import { isWithinOneEdit } from '../../src/core/one-edit.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { hasLooseBrace, namesIn } from './render.js';
import { type AnswerTemplate, templateSchema } from './schema.js';
import { isVariable, variables } from './variables.js';

export interface LoadedAnswers {
  readonly templates: AnswerTemplate[];
  readonly problems: ConfigProblem[];
}

/** Where an entry stands, to say what is wrong with it. */
type Report = (path: readonly PropertyKey[], message: string) => void;

/**
 * Reads the parsed files of config/answers. A template that cannot be used becomes a problem with file, line and remedy and is left out.
 */
export function loadAnswers(files: readonly ConfigFile[], taxonomy: Taxonomy): LoadedAnswers {
  const problems: ConfigProblem[] = [];
  const templates = new Map<string, AnswerTemplate>();
  for (const file of files) {
    const report: Report = (path, message) =>
      problems.push({ file: file.path, line: file.lineAt(path), field: fieldPath(path), message, fatal: false });
    for (const [index, entry] of entriesOf(file, report).entries()) {
      const path = ['templates', index];
      const parsed = templateSchema.safeParse(entry);
      if (!parsed.success) {
        problems.push(...zodProblems(file, parsed.error, path));
        continue;
      }
      const template = parsed.data;
      const found = problems.length;
      if (templates.has(template.id))
        report([...path, 'id'], `the template «${template.id}» stands twice: give one of them another id`);
      checkNames(template, taxonomy, path, report);
      checkText(template, path, report);
      if (problems.length === found) templates.set(template.id, template);
    }
  }
  return { templates: [...templates.values()], problems };
}

function entriesOf({ data }: ConfigFile, report: Report): unknown[] {
  if (data === null || data === undefined) return [];
  if (typeof data !== 'object' || Array.isArray(data)) {
    report([], 'write a mapping with the key templates');
    return [];
  }
  for (const key of Object.keys(data)) if (key !== 'templates') report([key], `unknown key «${key}»: use templates`);
  const list = 'templates' in data ? data.templates : [];
  if (Array.isArray(list)) return list;
  report(['templates'], '«templates» must be a list');
  return [];
}

/** Groups and topics must be those of the taxonomy: a template for others would never be offered. */
function checkNames(
  { groups = [], topics = [] }: AnswerTemplate,
  taxonomy: Taxonomy,
  path: readonly PropertyKey[],
  report: Report,
): void {
  const codes = taxonomy.groups.map(({ code }) => code as string);
  for (const [index, group] of groups.entries())
    if (!codes.includes(group))
      report([...path, 'groups', index], `there is no group «${group}»: use one of ${codes.join(', ')}`);
  const ids = new Set(taxonomy.groups.flatMap((group) => group.topics.map(({ id }) => id)));
  for (const [index, topic] of topics.entries())
    if (!ids.has(topic))
      report([...path, 'topics', index], `there is no topic «${topic}»: use an id of config/taxonomy.yaml`);
    else if (groups.length > 0 && !groups.includes(topic.split('.')[0] ?? ''))
      report(
        [...path, 'topics', index],
        `«${topic}» lies in none of the groups of this template, so it fits nothing: leave out groups`,
      );
}

/** Every name between braces is a variable or a gap that is announced under `ask`: a misspelt one would be published. */
function checkText({ ask, text }: AnswerTemplate, path: readonly PropertyKey[], report: Report): void {
  const names = namesIn(text);
  if (hasLooseBrace(text)) report([...path, 'text'], 'a brace without its partner: variables stand as {name}');
  for (const name of names) {
    if (isVariable(name) || ask.includes(name)) continue;
    const near = [...Object.keys(variables), ...ask].find((known) => isWithinOneEdit(name, known));
    report(
      [...path, 'text'],
      near === undefined
        ? `there is no variable {${name}}: use one of ${Object.keys(variables).join(', ')}, or write it under ask if a person fills it`
        : `there is no variable {${name}}: write {${near}}`,
    );
  }
  for (const [index, name] of ask.entries()) {
    if (isVariable(name)) report([...path, 'ask', index], `{${name}} is filled by itself: leave it out of ask`);
    else if (!names.includes(name))
      report([...path, 'ask', index], `{${name}} does not stand in the text: write it there or leave it out of ask`);
  }
}
