import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

/** Unit tests have no network, not even loopback: any attempt to use one throws here and names what was tried. */
function refuse(what: string): never {
  throw new Error(
    `network is blocked in unit tests: ${what}. Hand the port in as a fake, or move the test to test/integration.`,
  );
}

function target(args: readonly unknown[]): string {
  const [first, second] = args;
  if (typeof first === 'string' || first instanceof URL) return String(first);
  if (typeof first === 'number') return `${typeof second === 'string' ? second : 'localhost'}:${first}`;
  if (first instanceof Request) return first.url;
  if (Array.isArray(first)) return target(first);
  if (typeof first === 'object' && first !== null) {
    const { host, hostname, port, path } = first as { host?: string; hostname?: string; port?: number; path?: string };
    return port === undefined ? (host ?? hostname ?? path ?? 'unknown') : `${host ?? hostname ?? 'localhost'}:${port}`;
  }
  return 'unknown';
}

net.Socket.prototype.connect = function connect(...args: unknown[]): never {
  return refuse(`net.Socket.connect ${target(args)}`);
};
net.Server.prototype.listen = function listen(...args: unknown[]): never {
  return refuse(`net.Server.listen ${target(args)}`);
};
for (const [name, module] of [
  ['http', http],
  ['https', https],
] as const) {
  module.request = (...args: unknown[]): never => refuse(`${name}.request ${target(args)}`);
  module.get = (...args: unknown[]): never => refuse(`${name}.get ${target(args)}`);
}
globalThis.fetch = (...args: unknown[]): never => refuse(`fetch ${target(args)}`);
