import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { AppError } from '../../src/core/errors.js';
import { checkAddress } from './addresses.js';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * An undici agent that cannot be led astray: the literal address, every address that a name resolves to, and the peer of the open
 * socket are all checked, so redirects, odd spellings of addresses and DNS rebinding end before a byte is sent.
 */
export function createGuardedAgent(options: { allowPrivateNetwork: boolean; lookup?: LookupFunction }): Agent {
  const { allowPrivateNetwork } = options;
  const lookupAll = options.lookup ?? (resolve as unknown as LookupFunction);
  const lookup: LookupFunction = (hostname, lookupOptions, callback) => {
    lookupAll(hostname, { ...lookupOptions, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const addresses = (Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]).filter(
        ({ address }) => isIP(address) !== 0,
      );
      try {
        for (const { address } of addresses) checkAddress(address, hostname, allowPrivateNetwork);
        const [first] = addresses;
        if (first === undefined) {
          throw new AppError(
            'E_FETCH_FAILED',
            `Host ${hostname} resolves to no address. Check its spelling and the DNS.`,
          );
        }
        if (lookupOptions.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      } catch (refusal) {
        callback(refusal as NodeJS.ErrnoException, '');
      }
    });
  };
  const connect = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS, autoSelectFamily: true });
  return new Agent({
    connect: (target, callback) => {
      const literal = target.hostname.replace(/^\[|\]$/g, '');
      try {
        if (isIP(literal) !== 0) checkAddress(literal, target.hostname, allowPrivateNetwork);
      } catch (refusal) {
        callback(refusal as Error, null);
        return;
      }
      connect(target, (error, socket) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        try {
          checkAddress(socket.remoteAddress ?? '', target.hostname, allowPrivateNetwork);
        } catch (refusal) {
          socket.destroy();
          callback(refusal as Error, null);
          return;
        }
        callback(null, socket);
      });
    },
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    maxHeaderSize: 32_768,
  });
}
