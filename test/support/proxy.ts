/** A TCP proxy that can be told to misbehave: between the product and a service that must be able to fail. */
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  url: string;
  /** Goes on as a plain wire. */
  pass(): void;
  /** Ends all connections and every new one at once. */
  refuse(): void;
  /** Ends the connections that are open; new ones pass. */
  cut(): void;
  /** Everything from the service arrives this much later. */
  delay(ms: number): void;
  /** Half of the next answers are cut off after some bytes. */
  tear(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of loopback in front of an http address. */
export async function startProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'pass' | 'refuse' | 'tear' = 'pass';
  let delayMs = 0;
  let answers = 0;

  const endAll = (): void => {
    for (const [client, service] of pairs) {
      client.destroy();
      service.destroy();
    }
  };
  const server = createServer((client) => {
    if (mode === 'refuse') return void client.destroy();
    const service = connect(Number(port), hostname);
    const pair = [client, service] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => {}); // the other side hears of it by the close
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    client.on('data', (data) => service.write(data));
    service.on('data', (data) => {
      if (mode === 'tear' && ++answers % 2 === 0) {
        client.write(data.subarray(0, Math.floor(data.length / 2)));
        return void setTimeout(() => client.destroy(), 5);
      }
      if (delayMs === 0) return void client.write(data);
      setTimeout(() => client.writable && client.write(data), delayMs);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    pass() {
      mode = 'pass';
      delayMs = 0;
    },
    refuse() {
      mode = 'refuse';
      endAll();
    },
    cut: endAll,
    delay(ms) {
      delayMs = ms;
    },
    tear() {
      mode = 'tear';
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
