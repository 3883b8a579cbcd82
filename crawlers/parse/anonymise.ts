/** Elements whose text is a person's name on the engines we know. */
const NAMED =
  /(<[a-z][\w-]*\b[^>]*\b(?:class|itemprop|rel)=["'][^"']*\b(?:author|fn|username(?:-coloured)?|postauthor|user-?name|from_author|creator)\b[^"']*["'][^>]*>)([^<]{1,80})/gi;
const XML_NAMED = /(<(?:dc:creator|author|name)>)([^<]{1,80})/gi;
/** Names in the JSON that forums and blogs send. */
const JSON_NAMED =
  /("(?:username|display_?name|display_username|fullname|name|handle|author_name|requestor_name|last_poster_username)"\s*:\s*")((?:[^"\\]|\\.){1,80})/gi;
const PICTURES = /(<img\b[^>]*\bsrc=["'])[^"']*(avatar|userpic|photo)[^"']*/gi;

/**
 * Takes persons out of a recorded page before it goes into the repository: names in the places where engines print them, mail addresses,
 * phone and card numbers, handles, avatars. The same name becomes the same «Автор n». What people wrote must still be replaced by hand.
 */
export function anonymise(html: string): string {
  const names = new Map<string, string>();
  const rename = (_all: string, tag: string, name: string): string => {
    const plain = name.trim();
    if (plain === '') return tag + name;
    if (!names.has(plain)) names.set(plain, `Автор ${names.size + 1}`);
    return tag + (names.get(plain) as string);
  };
  let text = html
    .replace(NAMED, rename)
    .replace(XML_NAMED, rename)
    .replace(JSON_NAMED, rename)
    .replace(PICTURES, '$1/avatar.png');
  // Names of authors come up in answers and quotations too.
  for (const [name, alias] of names) if (name.length > 3) text = text.replaceAll(name, alias);
  return text
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, 'mail@example.org')
    .replace(/(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b/g, '+7 000 000-00-00')
    .replace(/\b\d{4}[\s-]\d{4}[\s-]\d{4}[\s-]\d{4}\b/g, '0000 0000 0000 0000')
    .replace(/(?<![\w/])@[A-Za-z]\w{4,31}\b/g, '@someone');
}
