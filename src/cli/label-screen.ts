import type { Taxonomy } from '../core/taxonomy.js';
import type { Colours } from './colours.js';
import { highlight, printable } from './highlight.js';
import type { Question, SessionView } from './label-session.js';

const asks: Record<'incident' | Question, string> = {
  incident: 'Инцидент? · Is it an incident?',
  group: 'Группа? · Which group?',
  topic: 'Тема? · Which topic?',
  kind: 'Что это? · Which kind?',
  urgency: 'Срочность? · How urgent?',
};

/** Candidates that are shown beside a text. */
const shownCandidates = 3;

/** One text with what is asked of it, as it stands on the screen. */
export function drawView(view: SessionView, taxonomy: Taxonomy, colours: Colours, width = 80): string {
  const { text, place, of, asked, options, answer } = view;
  if (text === null)
    return colours.bold('Все тексты размечены · all texts are done; u takes the last answer back, q ends');
  const lines = [colours.dim(`${place}/${of}`), '', highlight(text.text, text.words, colours), ''];
  const { shown } = text;
  const candidates = shown?.candidates.slice(0, shownCandidates) ?? [];
  if (shown !== null) {
    const names = candidates.map(({ group, probability }) => `${titleOf(group, taxonomy)} ${probability.toFixed(2)}`);
    const score = `${shown.score.toFixed(2)}${shown.unsure ? '?' : ''}`;
    lines.push(colours.dim(`машина · machine: ${[`инцидент ${score}`, ...names].join(', ')}`), '');
  }
  if (asked !== 'incident') {
    const given = answer.group === null ? 'инцидент · incident' : titleOf(answer.group, taxonomy);
    lines.push(colours.green(`✓ ${given}`));
  }
  lines.push(
    colours.bold(asks[asked]),
    ...columns(
      options.map((option) => {
        const isCandidate = asked === 'group' && candidates.some(({ group }) => group === option.value);
        return `${colours.cyan(option.key)} ${isCandidate ? '★ ' : ''}${option.title}`;
      }),
      options.map(({ key, title }) => key.length + title.length + 4),
      width,
    ),
  );
  const enter = shown === null ? '' : 'Enter как машина · as the machine, ';
  lines.push('', colours.dim(`${enter}s пропустить · skip, u назад · undo, q выход · quit`));
  return lines.join('\n');
}

function titleOf(code: string, taxonomy: Taxonomy): string {
  return printable(taxonomy.groups.find((group) => group.code === code)?.ru ?? code);
}

/** Options side by side as far as the width goes, filled downwards. @param widths visible widths of the cells */
function columns(cells: readonly string[], widths: readonly number[], width: number): string[] {
  const widest = Math.max(...widths) + 2;
  const across = Math.max(1, Math.min(3, Math.floor(width / widest)));
  const rows = Math.ceil(cells.length / across);
  return Array.from({ length: rows }, (_, row) => {
    let line = '';
    for (let column = 0; column < across; column++) {
      const at = column * rows + row;
      const cell = cells[at];
      if (cell === undefined) break;
      line += cell + ' '.repeat(Math.max(0, widest - (widths[at] ?? 0)));
    }
    return `  ${line.trimEnd()}`;
  });
}
