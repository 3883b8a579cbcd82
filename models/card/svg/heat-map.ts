import { at, svgFile, svgText } from './frame.js';

export interface HeatMapOptions {
  title: string;
  description: string;
  rows: string;
  columns: string;
  names: readonly string[];
  /** By row, then column. */
  counts: readonly (readonly number[])[];
}

const cell = 32;
const left = 178;
const top = 160;

/** A square of counts; a cell is as strong as its share of the row. Rows without any count are left out, columns too. */
export function heatMap({ title, description, rows, columns, names, counts }: HeatMapOptions): string {
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
  const rowTotals = counts.map(sum);
  const shownRows = names.map((_, index) => index).filter((index) => (rowTotals[index] ?? 0) > 0);
  const shownColumns = names
    .map((_, index) => index)
    .filter((index) => (rowTotals[index] ?? 0) > 0 || counts.some((row) => (row[index] ?? 0) > 0));
  // The heading needs its room although there be few columns.
  const width = Math.max(480, left + shownColumns.length * cell + 70);
  const height = top + shownRows.length * cell + 40;
  const right = left + shownColumns.length * cell;
  const bottom = top + shownRows.length * cell;
  const content = [
    svgText(18, 30, title, { size: 17, isBold: true }),
    svgText(18, 52, `rows: ${rows}; columns: ${columns}; strength: share of the row`, { role: 'faint' }),
    ...shownColumns.map((index, place) => {
      const x = left + place * cell + cell / 2;
      return svgText(x + 4, top - 8, names[index] ?? '', { turn: -60, size: 12 });
    }),
    ...shownRows.flatMap((index, place) => {
      const y = top + place * cell;
      const total = rowTotals[index] ?? 0;
      return [
        svgText(left - 10, y + cell / 2 + 4, names[index] ?? '', { anchor: 'end', size: 12 }),
        svgText(right + 10, y + cell / 2 + 4, String(total), { role: 'faint', size: 12 }),
        ...shownColumns.flatMap((column, columnPlace) => {
          const count = counts[index]?.[column] ?? 0;
          if (count === 0) return [];
          const share = count / total;
          const x = left + columnPlace * cell;
          const role = column === index ? 's0' : 's1';
          const ink = share > 0.5 ? 'paper' : 'ink';
          return [
            `<rect x="${at(x + 1)}" y="${at(y + 1)}" width="${cell - 2}" height="${cell - 2}" class="f-${role}" fill-opacity="${at(0.1 + 0.9 * share)}"/>`,
            svgText(x + cell / 2, y + cell / 2 + 4, String(count), { anchor: 'middle', size: 12, role: ink }),
          ];
        }),
      ];
    }),
    ...shownRows.map((_, place) => `<path d="M${left} ${top + place * cell}H${right}" class="l-grid"/>`),
    ...shownColumns.map((_, place) => `<path d="M${left + place * cell} ${top}V${bottom}" class="l-grid"/>`),
    `<path d="M${left} ${top}H${right}V${bottom}H${left}Z" fill="none" class="l-faint"/>`,
    svgText(right + 10, top - 8, 'texts', { role: 'faint', size: 12 }),
  ];
  return svgFile(width, height, title, description, content.join('\n'));
}
