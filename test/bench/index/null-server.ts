/** Answers bulk writes as Elasticsearch does and keeps nothing. Runs in a process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { countDocuments, createReplies } from './bulk-reply.js';

const replyTo = createReplies();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const reply = replyTo(countDocuments(body));
    response
      .writeHead(200, {
        'x-elastic-product': 'Elasticsearch',
        'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
        'content-length': reply.length,
      })
      .end(reply);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ urls: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`] });
});
process.on('disconnect', () => process.exit());
