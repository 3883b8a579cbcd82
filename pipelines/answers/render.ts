const placeholder = /\{([^{}]*)\}/g;

/** Names between braces, as they are looked up: without a capital at the beginning. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => uncapitalised(name)))];
}

/** True when a brace has no partner: what stands behind it would be published as it is. */
export function hasLooseBrace(text: string): boolean {
  return /[{}]/.test(text.replaceAll(placeholder, ''));
}

/**
 * The text with its variables filled in. What has no value stays as it is: a gap in braces that nobody can overlook. «{Тема}» with a capital gives the value with a capital.
 */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(placeholder, (gap, name: string) => {
    const value = values.get(uncapitalised(name));
    if (value === undefined) return gap;
    return name === uncapitalised(name) ? value : value.charAt(0).toUpperCase() + value.slice(1);
  });
}

function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
