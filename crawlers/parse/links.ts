/** Absolute http(s) address of a link on a page, without session ids; null when it leads nowhere. */
export function absoluteUrl(href: string | null | undefined, base: string): string | null {
  if (href == null) return null;
  const text = href.trim();
  if (text === '') return null;
  let url: URL;
  try {
    url = new URL(text, base); // asking URL.canParse first would parse each address twice
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.search === '') return url.href;
  for (const name of ['sid', 'PHPSESSID', 'utm_source', 'utm_medium', 'utm_campaign']) {
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  }
  // vBulletin and Invision call it «s»: a hash that each visit gets anew.
  if (/^[0-9a-f]{32}$/.test(url.searchParams.get('s') ?? '')) url.searchParams.delete('s');
  return url.href;
}

/** The same without its fragment: what a visit asks for. */
export function pageUrl(href: string | null | undefined, base: string): string | null {
  const url = absoluteUrl(href, base);
  return url === null ? null : url.replace(/#.*$/, '');
}

/** Query parameter of an address; null when missing. */
export function parameter(url: string | null, name: string): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).searchParams.get(name) : null;
}

/** The same address with a query parameter set. */
export function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}
