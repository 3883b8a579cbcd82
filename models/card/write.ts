import type { Figure } from './figures.js';

/** Markdown of numbers; «–» where nothing was counted. */

/** «0.912 (0.88-0.94)». */
export function withBounds({ value, low, high }: Figure, digits = 3): string {
  if (value === null) return '–';
  if (low === null || high === null) return value.toFixed(digits);
  return `${value.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

/** «1.2 % (0.9-1.6)». */
export function asPercent({ value, low, high }: Figure, digits = 1): string {
  if (value === null) return '–';
  const write = (part: number): string => (part * 100).toFixed(digits);
  return low === null || high === null ? `${write(value)} %` : `${write(value)} % (${write(low)}-${write(high)})`;
}

export function plain(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}

/** Thousands apart: «4 059». */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** «3 h 05 min», «4.2 min», «12 s». */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 5_400) return `${(seconds / 60).toFixed(1)} min`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
