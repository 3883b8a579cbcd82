import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../crawlers/fetch/charset.js';
import { checkChallenge, parseRetryAfter, refusalOf } from '../../../crawlers/fetch/refusal.js';
import { freshMinutesOf, robotsTags } from '../../../crawlers/fetch/response-headers.js';
import { createRobots } from '../../../crawlers/fetch/robots.js';
import { userAgentOf } from '../../../crawlers/fetch/user-agent.js';
import { anonymise } from '../../../crawlers/parse/anonymise.js';
import { AppError } from '../../../src/core/errors.js';

/** «Яма» in windows-1251. */
const yama1251 = Buffer.from([0xdf, 0xec, 0xe0]);

describe('charsets', () => {
  it('are believed in the order header, BOM, meta, XML declaration', () => {
    expect(decodeBody(yama1251, 'windows-1251').text).toBe('Яма');
    expect(decodeBody(yama1251, 'cp1251').text).toBe('Яма');
    expect(decodeBody(Buffer.from('\ufeffЯма'), null)).toEqual({ text: 'Яма', charset: 'utf-8' });
    const meta = Buffer.concat([
      Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
      Buffer.from([0xf1, 0xcd, 0xc1]),
    ]);
    expect(decodeBody(meta, null).text).toContain('Яма');
    const xml = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1251"?>'), yama1251]);
    expect(decodeBody(xml, null).text).toContain('Яма');
  });

  it('that do not fit the bytes, or are missing or unknown, give way to windows-1251', () => {
    for (const label of ['utf-8', null, 'no-such-charset'])
      expect(decodeBody(yama1251, label)).toEqual({ text: 'Яма', charset: 'windows-1251' });
    expect(decodeBody(Buffer.from('Яма'), null).charset).toBe('utf-8');
    expect(decodeBody(new Uint8Array(), null).text).toBe('');
  });
});

describe('golden pages', () => {
  const text =
    'Здравствуйте! Третий день нет горячей воды на улице Школьной, дом 15. Управляющая компания не отвечает, диспетчер трубку не берёт. Когда это закончится? — спрашивают жители. «Ждите» — вот и весь ответ.';
  const encode = (charset: string, page: string): Buffer => {
    const decoder = new TextDecoder(charset);
    const codes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    return Buffer.from([...page].map((sign) => codes.get(sign) ?? 0x3f));
  };
  const pageIn = (charset: string, meta: string | null): Buffer => {
    const head = meta === null ? '' : `<meta charset="${meta}">`;
    const page = `<html><head>${head}<title>Форум</title></head><body>${text}</body></html>`;
    return charset === 'utf-8' ? Buffer.from(page) : encode(charset, page);
  };
  const wrongOf: Record<string, string> = {
    'utf-8': 'windows-1251',
    'windows-1251': 'koi8-r',
    'koi8-r': 'windows-1251',
    'iso-8859-5': 'windows-1251',
    ibm866: 'utf-8',
    'x-mac-cyrillic': 'iso-8859-5',
  };
  const plain = (read: string) => read.replaceAll(/[«»—?]/g, '');

  it.each(Object.entries(wrongOf))(
    'in %s are read with a right, a missing and a wrong declaration (%s)',
    (charset, wrong) => {
      for (const header of [charset, null, wrong])
        for (const meta of [charset, null, wrong]) {
          const read = decodeBody(pageIn(charset, meta), header);
          expect([header, meta, read.charset]).toEqual([header, meta, charset]);
          expect(plain(read.text)).toContain(plain(text));
        }
    },
  );

  it('of few letters, of another language and cut in the middle of a letter keep what is declared', () => {
    expect(decodeBody(Buffer.from([0xdf, 0xec, 0xe0]), 'koi8-r').charset).toBe('koi8-r');
    expect(decodeBody(Buffer.from('Żółta łódź płynie po jeziorze, a gęś śpi'), null).charset).toBe('utf-8');
    expect(
      decodeBody(encode('iso-8859-2', 'Żółta łódź płynie po jeziorze, a gęś śpi na łące'), 'iso-8859-2').charset,
    ).toBe('iso-8859-2');
    expect(decodeBody(Buffer.from(text).subarray(0, -1), null).charset).toBe('utf-8');
    expect(decodeBody(Buffer.from(text).subarray(0, 101), 'utf-8').charset).toBe('utf-8');
  });
});

describe('refusals', () => {
  it('tell apart what may be tried again and when', () => {
    expect(refusalOf(200, undefined, 'u', 0)).toBeNull();
    expect(refusalOf(403, undefined, 'u', 0)).toMatchObject({ code: 'E_FETCH_BLOCKED', retry: false });
    expect(refusalOf(429, '120', 'u', 0)).toMatchObject({
      code: 'E_FETCH_BLOCKED',
      retry: true,
      retryAfterMs: 120_000,
    });
    expect(refusalOf(503, 'Thu, 01 Jan 1970 00:01:00 GMT', 'u', 0)).toMatchObject({
      code: 'E_FETCH_FAILED',
      retryAfterMs: 60_000,
    });
    expect(refusalOf(404, undefined, 'u', 0)).toMatchObject({ code: 'E_FETCH_FAILED', retry: false });
    expect(parseRetryAfter('soon', 0)).toBeUndefined();
    expect(parseRetryAfter('99999999', 0)).toBe(86_400_000);
  });

  it('know a robot check from a page that has one in its comment form', () => {
    expect(() => checkChallenge('<title>Just a moment...</title>', 'u')).toThrowError(/never solved/);
    expect(() => checkChallenge('<title>Новости</title><div class="g-recaptcha"></div>', 'u')).not.toThrow();
  });
});

describe('robots.txt', () => {
  const judge = async (status: number, body: string, path = '/forum/x') => {
    const robots = createRobots({ now: () => 0 });
    return robots.judge(new URL(path, 'http://a.example'), async () => ({ status, body }));
  };
  it('allows, forbids and slows as written for us or for all', async () => {
    expect(await judge(200, 'User-agent: *\nDisallow: /forum')).toMatchObject({ isAllowed: false });
    expect(
      await judge(200, 'User-agent: *\nDisallow: /\n\nUser-agent: Otklik\nAllow: /\nCrawl-delay: 5'),
    ).toMatchObject({ isAllowed: true, crawlDelayMs: 5_000 });
    expect(await judge(200, 'User-agent: *\nCrawl-delay: 31')).toMatchObject({ isAllowed: false });
    expect(await judge(404, '')).toMatchObject({ isAllowed: true });
    expect(await judge(500, '')).toMatchObject({ isAllowed: false, retryAfterMs: 600_000 });
  });
  it('that cannot be reached closes the host, is asked for once a day, and our own refusals are not held against it', async () => {
    let nowMs = 0;
    let asked = 0;
    const robots = createRobots({ now: () => nowMs });
    const url = new URL('http://a.example/');
    const fail = async (): Promise<never> => {
      throw new AppError('E_FETCH_TIMEOUT', 'late');
    };
    const answer = async () => {
      asked++;
      return { status: 200, body: '' };
    };
    await expect(
      robots.judge(url, () => Promise.reject(new AppError('E_ADDRESS_FORBIDDEN', 'no'))),
    ).rejects.toThrowError('no');
    expect(await robots.judge(url, fail)).toMatchObject({ isAllowed: false });
    expect(await robots.judge(url, answer)).toMatchObject({ isAllowed: false });
    nowMs = 600_000;
    for (let n = 0; n < 3; n++) expect(await robots.judge(url, answer)).toMatchObject({ isAllowed: true });
    expect(asked).toBe(1);
    nowMs += 86_400_000;
    await robots.judge(url, answer);
    expect(asked).toBe(2);
  });
});

describe('what a page asks of robots', () => {
  it('is noted when it speaks to all or to us, in its header or head', () => {
    expect(robotsTags({ 'x-robots-tag': 'noindex, nofollow' }, '')).toEqual(['nofollow', 'noindex']);
    expect(robotsTags({ 'x-robots-tag': 'googlebot: noindex, nofollow, otklik: none' }, '')).toEqual(['none']);
    expect(robotsTags({ 'x-robots-tag': 'unavailable_after: 25 Jun 2030 15:00:00 PST' }, '')).toEqual([]);
    expect(robotsTags({}, '<meta content="NOINDEX,follow" name="robots"><meta name=otklik content=none>')).toEqual([
      'noindex',
      'none',
    ]);
    expect(
      robotsTags({}, '<meta name="googlebot" content="noindex"><meta name="robots" content="index, follow">'),
    ).toEqual([]);
  });
});

describe('freshness', () => {
  const nowMs = Date.parse('2026-03-14T12:00:00Z');
  it('is what Cache-Control or Expires say, a day at most', () => {
    const of = (headers: Record<string, string>) => freshMinutesOf(headers, nowMs);
    expect(of({})).toBeNull();
    expect(of({ 'cache-control': 'public, max-age=600', expires: 'Sat, 14 Mar 2026 15:00:00 GMT' })).toBe(10);
    expect(of({ 'cache-control': 'max-age="600"', age: '120' })).toBe(8);
    expect(of({ 'cache-control': 's-maxage=600' })).toBeNull();
    expect(of({ 'cache-control': 'no-cache, max-age=600' })).toBeNull();
    expect(of({ 'cache-control': 'max-age=0' })).toBeNull();
    expect(of({ 'cache-control': 'max-age=99999999' })).toBe(1_440);
    expect(of({ expires: 'Sat, 14 Mar 2026 12:30:00 GMT', date: 'Sat, 14 Mar 2026 12:10:00 GMT' })).toBe(20);
    expect(of({ expires: '0' })).toBeNull();
    expect(of({ expires: 'Sat, 14 Mar 2026 11:30:00 GMT' })).toBeNull();
  });
});

describe('manners in text', () => {
  it('a user agent is ASCII and names who answers', () => {
    expect(userAgentOf('1.0', 'почта (дежурный)\r\nX: y')).toMatch(/^Otklik\/1\.0 \(\+[\x20-\x7e]+\)$/);
  });
  it('recorded pages lose names, numbers and mail', () => {
    const page =
      '<b class="fn">Пётр Вымышленный</b> пишет: звоните 8 (900) 123-45-67, p.v@mail.example. Пётр Вымышленный';
    expect(anonymise(page)).toBe(
      '<b class="fn">Автор 1</b> пишет: звоните +7 000 000-00-00, mail@example.org. Автор 1',
    );
    expect(anonymise('{"user":{"username":"petr_v","name": "Пётр Вымышленный"},"cooked":"<p>@petr_v прав</p>"}')).toBe(
      '{"user":{"username":"Автор 1","name": "Автор 2"},"cooked":"<p>@Автор 1 прав</p>"}',
    );
  });
});
