import { readFileSync } from 'node:fs';

/** Rows of a CSV file with quoted fields, as objects by column name. */
export function readCsv(path) {
  const [head, ...rows] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(splitLine);
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

function splitLine(line) {
  const cells = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((match[1] ?? match[2] ?? '').replaceAll('""', '"'));
  return cells;
}

/** Rows of a hand-written list beside this file: columns between «|», «#» opens a comment line. */
export function readList(name) {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

/** «рязанский, скопинский» → ['рязанский', 'скопинский']. */
export const listOf = (cell) => (cell ?? '').split(',').flatMap((item) => item.trim() || []);

/** Name by which two sources agree: ё and hyphens do not count. */
export const nameKey = (name) =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s-]+/g, ' ')
    .trim();

/** Kilometres between two points; a plane is flat enough for the distances asked here. */
export function kilometres(a, b) {
  const north = (a.lat - b.lat) * 111.2;
  const east = (a.lon - b.lon) * 111.2 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

export const round = (degrees) => Math.round(Number(degrees) * 10_000) / 10_000;
