const LINE_FEED = 10;

/** Documents in a bulk body without removals: half its lines. */
export function countDocuments(body: Buffer): number {
  let lines = 0;
  for (let at = body.indexOf(LINE_FEED); at !== -1; at = body.indexOf(LINE_FEED, at + 1)) lines++;
  return lines / 2;
}

/** The answer of Elasticsearch to `count` documents that were all taken; made once for each count. */
export function createReplies(): (count: number) => Buffer {
  const made = new Map<number, Buffer>();
  return (count) => {
    const known = made.get(count);
    if (known !== undefined) return known;
    const items = Array.from({ length: count }, (_, at) => ({
      index: {
        _index: 'bench-posts-1',
        _id: `pNull${String(at).padStart(17, '0')}`,
        _version: 1,
        result: 'created',
        _shards: { total: 1, successful: 1, failed: 0 },
        _seq_no: at,
        _primary_term: 1,
        status: 201,
      },
    }));
    const reply = Buffer.from(JSON.stringify({ errors: false, took: 1, items }));
    made.set(count, reply);
    return reply;
  };
}
