/** Figures as indented lines, numbers to three places. */
export function formatFigures(value: object, indent = ''): string {
  return Object.entries(value)
    .map(([name, entry]) => {
      if (typeof entry === 'number') return `${indent}${name}: ${Number.isInteger(entry) ? entry : entry.toFixed(3)}`;
      if (entry !== null && typeof entry === 'object')
        return `${indent}${name}:\n${formatFigures(entry, `${indent}  `)}`;
      return `${indent}${name}: ${entry}`;
    })
    .join('\n');
}
