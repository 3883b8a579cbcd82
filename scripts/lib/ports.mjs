import { createServer } from 'node:net';
import { ServiceError } from './errors.mjs';

/** The ports tried first. They are next to the usual ones, so that a service of somebody else is neither used nor disturbed. */
export const PREFERRED_PORTS = { redis: 6390, elasticsearch: 9290, elasticsearchTransport: 9390 };

const PORTS_TRIED = 60;

/** True when nothing listens on this port of 127.0.0.1. */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * The first free port: the remembered one, then the preferred one, then those above it.
 * @param {{ preferred: number, remembered?: number, isFree?: (port: number) => Promise<boolean>, except?: number[] }} options
 * @throws {ServiceError} when none of 60 is free
 */
export async function choosePort({ preferred, remembered, isFree = isPortFree, except = [] }) {
  const candidates = Array.from({ length: PORTS_TRIED }, (_, offset) => preferred + offset);
  if (remembered) candidates.unshift(remembered);
  for (const port of candidates) {
    if (!except.includes(port) && (await isFree(port))) return port;
  }
  throw new ServiceError(`No free port between ${preferred} and ${preferred + PORTS_TRIED - 1} on 127.0.0.1.`, {
    remedy: 'end programs that listen there (`ss -ltnp` lists them), then try again.',
  });
}
