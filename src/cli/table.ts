/** Cells of a table as text, columns aligned, long cells cut to the terminal's width. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = process.stdout.columns ?? 160,
): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ')));
  const widths = head.map((_cell, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const gaps = (head.length - 1) * 2;
  let over = widths.reduce((sum, each) => sum + each, gaps) - Math.max(width, 60);
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= 8) break;
    widths[widest] = current - 1;
    over--;
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => fitted(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [top = [], ...body] = cells;
  return [line(top), widths.map((each) => '─'.repeat(each)).join('  '), ...body.map(line)].join('\n');
}

function fitted(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, Math.max(0, width - 1))}…` : cell.padEnd(width);
}
