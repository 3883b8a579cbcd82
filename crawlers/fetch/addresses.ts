import { BlockList, isIP } from 'node:net';
import { AppError } from '../../src/core/errors.js';

/** What an address is for; only `public` may be connected to without leave, `private` with it, `forbidden` never. */
export type AddressClass = 'public' | 'private' | 'forbidden';

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, prefix] = range.split('/') as [string, string];
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Loopback, RFC 1918, carrier-grade NAT (RFC 6598), unique local IPv6 (RFC 4193). */
const privateRanges = blockList([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
]);

/**
 * Never: «this network», link-local (cloud metadata lives there), protocol assignments, documentation, benchmarking, multicast,
 * reserved, and IPv6 forms that smuggle IPv4 (6to4, Teredo, discard). RFC 6890 and the IANA special-purpose registries.
 */
const forbiddenRanges = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  '100::/64',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
]);

/** The eight 16-bit groups of an IPv6 address, or null. */
function groupsOf(address: string): number[] | null {
  let text = address;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) {
    const [, head, a, b, c, d] = dotted as unknown as [string, string, string, string, string, string];
    text = `${head}${((Number(a) << 8) | Number(b)).toString(16)}:${((Number(c) << 8) | Number(d)).toString(16)}`;
  }
  const [left = '', right] = text.split('::') as [string, string | undefined];
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const missing = 8 - before.length - after.length;
  if (missing < 0) return null;
  const groups = [...before, ...Array<string>(right === undefined ? 0 : missing).fill('0'), ...after];
  return groups.length === 8 ? groups.map((group) => Number.parseInt(group, 16)) : null;
}

/** The IPv4 address inside a v4-mapped (::ffff:0:0/96), v4-compatible (::/96) or NAT64 (64:ff9b::/96, 64:ff9b:1::/48) address. */
function embeddedIpv4(address: string): string | null {
  const groups = groupsOf(address);
  if (groups === null) return null;
  const [a, b, c, d, e, f, high, low] = groups as [number, number, number, number, number, number, number, number];
  const isZeroHead = a === 0 && b === 0 && c === 0 && d === 0;
  const isMapped = isZeroHead && e === 0 && f === 0xffff;
  const isTranslated = isZeroHead && e === 0xffff && f === 0;
  const isCompatible = isZeroHead && e === 0 && f === 0 && (high !== 0 || low > 1);
  const isNat64 = a === 0x64 && b === 0xff9b && (c === 0 || c === 1);
  if (!isMapped && !isTranslated && !isCompatible && !isNat64) return null;
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Class of a literal IPv4 or IPv6 address (no brackets; a zone such as %eth0 is ignored). Anything else is forbidden. */
export function classifyAddress(literal: string): AddressClass {
  const address = literal.replace(/%.*$/, '').toLowerCase();
  const family = isIP(address);
  if (family === 0) return 'forbidden';
  if (family === 6) {
    const inner = embeddedIpv4(address);
    if (inner !== null) return classifyAddress(inner);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (forbiddenRanges.check(address, type)) return 'forbidden';
  return privateRanges.check(address, type) ? 'private' : 'public';
}

/** Throws E_ADDRESS_FORBIDDEN unless a connection to this literal address is allowed. */
export function checkAddress(literal: string, host: string, allowPrivateNetwork: boolean): void {
  const kind = classifyAddress(literal);
  if (kind === 'public' || (kind === 'private' && allowPrivateNetwork)) return;
  const remedy =
    kind === 'private'
      ? 'If the site really is on your own network, set allowPrivateNetwork: true for this source.'
      : 'This range is never read.';
  throw new AppError('E_ADDRESS_FORBIDDEN', `Host ${host} leads to the ${kind} address ${literal}. ${remedy}`, {
    details: { host, address: literal },
  });
}

/** What the guard needs to know of a source. */
export interface AddressPolicy {
  urls: readonly string[];
  allowPrivateNetwork: boolean;
}

/** Checks everything about an address that can be known before connecting. Throws E_ADDRESS_FORBIDDEN. */
export function checkUrl(url: URL, policy: AddressPolicy): void {
  const refuse = (why: string): never => {
    throw new AppError('E_ADDRESS_FORBIDDEN', `Address ${url.href.slice(0, 200)} is refused: ${why}`, {
      details: { url: url.href.slice(0, 200) },
    });
  };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse('only http and https are read.');
  if (url.username !== '' || url.password !== '') refuse('addresses with a user name or password are not read.');
  if (url.hostname === '') refuse('it names no host.');
  const isUsualPort = url.port === '' || url.port === '80' || url.port === '443';
  const isNamedPort = () => policy.urls.some((own) => URL.canParse(own) && new URL(own).host === url.host);
  if (!isUsualPort && !policy.allowPrivateNetwork && !isNamedPort()) {
    refuse(`port ${url.port} is read only when an address of the source names it.`);
  }
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) checkAddress(literal, url.host, policy.allowPrivateNetwork);
}

/** True when `url` belongs to the site that the passport was given for: a host of the source, its www twin or a subdomain of it. */
export function isInScope(url: URL, sourceUrls: readonly string[]): boolean {
  const bare = (hostname: string) => hostname.replace(/^www\./, '').replace(/\.$/, '');
  const host = bare(url.hostname);
  return sourceUrls.some((own) => {
    if (!URL.canParse(own)) return false;
    const home = new URL(own);
    if (isIP(home.hostname.replace(/^\[|\]$/g, '')) !== 0) return home.host === url.host;
    const homeHost = bare(home.hostname);
    return host === homeHost || (homeHost.includes('.') && host.endsWith(`.${homeHost}`));
  });
}
