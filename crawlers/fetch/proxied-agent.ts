import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { ProxyAgent } from 'undici';
import { AppError } from '../../src/core/errors.js';
import { checkAddress } from './addresses.js';

export interface ProxiedAgent {
  agent: ProxyAgent;
  /**
   * Checks a target before the proxy is asked for it: its literal address, or every address that its name resolves to here. Throws
   * E_ADDRESS_FORBIDDEN or E_FETCH_FAILED. The proxy resolves the name for itself: one that must not reach private networks has to refuse them too.
   */
  check(url: URL, allowPrivateNetwork: boolean): Promise<void>;
}

/** An undici agent that sends everything through an HTTP proxy. @throws AppError E_ENV_INVALID for an address that is no proxy */
export function createProxiedAgent(proxy: string, lookup?: LookupFunction): ProxiedAgent {
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol))
    throw new AppError('E_ENV_INVALID', 'OTKLIK_HTTP_PROXY: write it like http://proxy.example:3128');
  const lookupAll = lookup ?? (resolve as unknown as LookupFunction);
  const addressesOf = (hostname: string): Promise<string[]> =>
    new Promise((done, failed) => {
      lookupAll(hostname, { all: true }, (error, found) => {
        if (error !== null) failed(error);
        else done((Array.isArray(found) ? found : [{ address: found }]).map(({ address }) => address));
      });
    });
  return {
    agent: new ProxyAgent({
      uri: proxy,
      connections: 1,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      maxHeaderSize: 32_768,
    }),
    async check(url, allowPrivateNetwork) {
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      const addresses = isIP(literal) === 0 ? await addressesOf(literal) : [literal];
      if (addresses.length === 0)
        throw new AppError(
          'E_FETCH_FAILED',
          `Host ${url.hostname} resolves to no address. Check its spelling and the DNS.`,
        );
      for (const address of addresses) checkAddress(address, url.hostname, allowPrivateNetwork);
    },
  };
}
