/** What a request is made of: read by GET, or, where there is a form, the form sent by POST. */
export function requestOf(form: Readonly<Record<string, string>> | undefined): {
  method: 'GET' | 'POST';
  body: string | null;
  type: Record<string, string>;
} {
  if (form === undefined) return { method: 'GET', body: null, type: {} };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', body: new URLSearchParams(form).toString(), type };
}
