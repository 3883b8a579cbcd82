/** «1 rule», «2 rules», «3 territories». */
export function count(number: number, one: string): string {
  return `${number} ${named(number, one)}`;
}

/** «1 204 577»: digits in threes. */
export function digits(number: number): string {
  return number.toLocaleString('en').replaceAll(',', ' ');
}

/** «1 street», «1 204 streets». */
export function countInThrees(number: number, one: string): string {
  return `${digits(number)} ${named(number, one)}`;
}

function named(number: number, one: string): string {
  if (number === 1) return one;
  return /[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`;
}
