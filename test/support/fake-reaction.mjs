/** What is known of a published answer, and what the author of the first post wrote of it. */
export function wordsAfter(answeredAt, [first], url) {
  if (answeredAt === null) return { reply: null, reactions: [], authorWords: [] };
  const iso = (ms) => new Date(ms).toISOString();
  const at = iso(answeredAt + 7_200_000);
  const id = `${first.id}-after`;
  return {
    reply: { url, words: 'x1', at: iso(answeredAt), foundAt: iso(answeredAt + 1_800_000) },
    reactions: [{ postId: id, mood: 'unclear', at }],
    authorWords: [
      {
        id,
        text: 'Спасибо за ответ, посмотрю завтра вечером.',
        url: `${first.url}#after`,
        publishedAt: at,
        fetchedAt: at,
      },
    ],
  };
}
