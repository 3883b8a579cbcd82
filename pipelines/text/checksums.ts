function digitsOf(value: string): number[] {
  return Array.from(value.replace(/\D/g, ''), Number);
}

/** The Luhn check of bank cards; anything but digits is skipped, and a row of one digit is no card. */
export function hasLuhn(value: string): boolean {
  const digits = digitsOf(value);
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits[digits.length - 1 - index] ?? 0;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && new Set(digits).size > 2;
}

/** The check number of a СНИЛС (eleven digits): nine digits weighted 9 to 1, modulo 101, where 100 counts as 0. */
export function hasSnilsChecksum(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 11 || new Set(digits).size < 3) return false;
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += (digits[index] ?? 0) * (9 - index);
  const control = (sum % 101) % 100;
  return control === (digits[9] ?? 0) * 10 + (digits[10] ?? 0);
}

const INN_WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** The two check numbers of a person's ИНН (twelve digits): weighted sums modulo 11, where 10 counts as 0. */
export function hasInnChecksum(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 12 || new Set(digits).size < 3) return false;
  const control = (weights: readonly number[]): number =>
    (weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11) % 10;
  return control(INN_WEIGHTS.slice(1)) === digits[10] && control(INN_WEIGHTS) === digits[11];
}
