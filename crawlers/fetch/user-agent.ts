/** `Otklik/1.0 (+contact)`, ASCII only as HTTP demands. */
export function userAgentOf(version: string, contact: string): string {
  const plain = contact.replace(/[^\x20-\x7e]+/g, (part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '')));
  return `Otklik/${version} (+${plain.replace(/[()\\]/g, '')})`;
}
