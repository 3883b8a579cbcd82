import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Store } from '../../src/core/ports.js';
import { type Post, postSchema } from '../../src/core/post.js';
import * as sources from './sample-sources.js';
import * as samples from './samples.js';
import type { StoreBench } from './store-contract.js';

export async function thrownBy(run: () => Promise<unknown>): Promise<AppError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Sources, posts, dead letters, ledger, users, sessions, audit. */
export function describeRecords(bench: StoreBench): void {
  let store: Store;
  const clock = manualClock(Date.parse(samples.sampleAt));
  beforeAll(async () => {
    store = await bench.open(clock);
  });
  afterAll(() => bench.discard(store));

  describe('sources', () => {
    it('come back as they were given, ordered by id', async () => {
      const first = sources.sampleRegistered({ id: 'a-first' });
      const second = sources.sampleRegistered({ id: 'b-second', labels: [], enabled: false });
      await store.sources.put([second, first]);
      expect(await store.sources.list()).toEqual([first, second]);
      expect(JSON.stringify(await store.sources.get('a-first'))).toBe(JSON.stringify(first));
      expect(await store.sources.get('nobody')).toBeNull();
    });
    it('are replaced by id while others stay', async () => {
      await store.sources.put([sources.sampleRegistered({ id: 'a-first', name: 'Новое имя' })]);
      expect((await store.sources.list()).map(({ name }) => name)).toEqual(['Новое имя', 'Форум Заречья']);
    });
    it('keep one state each, the last', async () => {
      const state = sources.sampleSourceState({ sourceId: 'a-first' });
      await store.sources.putStates([state, sources.sampleSourceState({ sourceId: 'b-second', lastError: null })]);
      await store.sources.putStates([{ ...state, requests: 41 }]);
      await store.refresh();
      const states = await store.sources.states();
      expect(states.map(({ sourceId, requests }) => [sourceId, requests])).toEqual([
        ['a-first', 41],
        ['b-second', 40],
      ]);
      expect(states[0]).toEqual({ ...state, requests: 41 });
    });
  });

  describe('posts', () => {
    const post = samples.samplePost({ id: 'pRound' });
    it('are valid samples', () => {
      expect(postSchema.parse(post)).toEqual(post);
    });
    it('are known and readable right after they were saved, before any refresh', async () => {
      expect(await store.posts.save([post])).toEqual([{ ok: true }]);
      expect(await store.posts.known(['pRound', 'pNobody'])).toEqual(
        new Map([['pRound', { fingerprint: post.fingerprint, version: 1, incidentId: post.incidentId }]]),
      );
      const [back] = await store.posts.byIds(['pRound']);
      expect(JSON.stringify(back)).toBe(JSON.stringify(post));
    });
    it('are noted as removed from their page and as back again, and an edit that came meanwhile stays', async () => {
      await store.posts.save([samples.samplePost({ id: 'pGone' }), samples.samplePost({ id: 'pEdited', version: 2 })]);
      await store.posts.markRemoved(['pGone', 'pNobody', 'pEdited'], '2026-04-01T10:00:00.000Z');
      const removed = await store.posts.byIds(['pGone', 'pEdited']);
      expect(removed.map(({ removedAt, version }) => [removedAt, version])).toEqual([
        ['2026-04-01T10:00:00.000Z', 1],
        ['2026-04-01T10:00:00.000Z', 2],
      ]);
      await store.posts.markRemoved(['pGone'], null);
      await store.posts.save([samples.samplePost({ id: 'pEdited', version: 3, text: 'Исправлено.' })]);
      const now = await store.posts.byIds(['pGone', 'pEdited']);
      expect(now.map(({ removedAt, version }) => [removedAt, version])).toEqual([
        [null, 1],
        [null, 3],
      ]);
    });
    it('keep nulls, control characters, emoji and odd keys', async () => {
      const odd = samples.samplePost({
        id: 'pOdd',
        text: 'строка\u0000с нулём\r\n\t«кавычки» 👩‍👩‍👧 \u2028 \\ "',
        masked: { '': 1, 'a.b': 2 },
        verdict: null,
        place: null,
        join: null,
        incidentId: null,
        publishedAt: null,
        author: null,
        dropped: { stage: 'gate', reason: 'no-topic' },
        counts: { views: 9_007_199_254_740_991, likes: 0, comments: null },
      });
      expect(await store.posts.save([odd])).toEqual([{ ok: true }]);
      const [back] = await store.posts.byIds(['pOdd']);
      expect(JSON.stringify(back)).toBe(JSON.stringify(odd));
      expect((await store.posts.known(['pOdd'])).get('pOdd')?.incidentId).toBeNull();
    });
    it('saved twice are one', async () => {
      await store.refresh();
      const before = await store.posts.count();
      await store.posts.save([post, post]);
      await store.posts.save([post]);
      await store.refresh();
      expect(await store.posts.count()).toBe(before);
    });
    it('replace an older version, and a late older version replaces nothing', async () => {
      await store.posts.save([{ ...post, version: 2, text: 'исправлено', fingerprint: 'f2' }]);
      expect((await store.posts.known(['pRound'])).get('pRound')).toMatchObject({ fingerprint: 'f2', version: 2 });
      expect(await store.posts.save([post])).toEqual([{ ok: true }]);
      expect((await store.posts.byIds(['pRound']))[0]?.text).toBe('исправлено');
    });
    it('are replaced by the same version written again', async () => {
      await store.posts.save([{ ...post, version: 2, text: 'переоценено', fingerprint: 'f2' }]);
      expect((await store.posts.byIds(['pRound']))[0]?.text).toBe('переоценено');
    });
    it('come by id in the order asked, without the unknown', async () => {
      const found = await store.posts.byIds(['pOdd', 'pNobody', 'pRound']);
      expect(found.map(({ id }) => id)).toEqual(['pOdd', 'pRound']);
      expect(await store.posts.byIds([])).toEqual([]);
      expect(await store.posts.known([])).toEqual(new Map());
    });
    it('in large numbers are all written and all known', async () => {
      const many = Array.from({ length: 1_300 }, (_, n) => samples.samplePost({ id: `pMany${n}` }));
      const outcomes = await store.posts.save(many);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect((await store.posts.known(many.map(({ id }) => id))).size).toBe(1_300);
    });
    it('that break the mapping are refused alone, in their place', async () => {
      const good = samples.samplePost({ id: 'pGood1' });
      const extra = { ...samples.samplePost({ id: 'pBad1' }), unheardOf: 1 } as Post;
      const wrong = { ...samples.samplePost({ id: 'pBad2' }), publishedAt: 'вчера вечером' } as Post;
      const other = samples.samplePost({ id: 'pGood2' });
      const outcomes = await store.posts.save([good, extra, wrong, other]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false, true]);
      expect(outcomes[1]).toMatchObject({ code: expect.any(String), message: expect.stringContaining('unheardOf') });
      expect(JSON.stringify(outcomes[2])).not.toContain('вчера');
      expect([...(await store.posts.known(['pGood1', 'pBad1', 'pBad2', 'pGood2'])).keys()]).toEqual([
        'pGood1',
        'pGood2',
      ]);
    });
    it('without an id or with an endless one are refused alone', async () => {
      const posts = ['', 'p'.repeat(600), 'pGood3'].map((id) => samples.samplePost({ id }));
      expect((await store.posts.save(posts)).map(({ ok }) => ok)).toEqual([false, false, true]);
    });
    it('of more than a million bytes are refused alone', async () => {
      const huge = samples.samplePost({ id: 'pHuge', text: 'яма '.repeat(200_000) });
      const outcomes = await store.posts.save([huge, samples.samplePost({ id: 'pGood4' })]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([false, true]);
      expect(outcomes[0]).toMatchObject({ code: 'text_too_large' });
    });
    it('with half a surrogate pair are stored with the replacement character', async () => {
      const torn = samples.samplePost({ id: 'pTorn', text: 'смайлик \ud83d оборван', rawTime: '\udc00' });
      const outcomes = await store.posts.save([torn, samples.samplePost({ id: 'pGood5' })]);
      expect(outcomes).toEqual([{ ok: true }, { ok: true }]);
      const [back] = await store.posts.byIds(['pTorn']);
      expect([back?.text, back?.rawTime]).toEqual(['смайлик \ufffd оборван', '\ufffd']);
    });
    it('given out are copies', async () => {
      const given = samples.samplePost({ id: 'pCopy' });
      await store.posts.save([given]);
      given.text = 'изменено после записи';
      const [out] = await store.posts.byIds(['pCopy']);
      if (out) out.counts.views = -1;
      expect((await store.posts.byIds(['pCopy']))[0]).toEqual(samples.samplePost({ id: 'pCopy' }));
    });
  });

  describe('dead letters', () => {
    it('come back newest first, the same failure once', async () => {
      const old = sources.sampleDeadLetter({ id: 'dOld', at: '2026-03-01T00:00:00.000Z', where: 'crawl' });
      const fresh = sources.sampleDeadLetter({ id: 'dNew', input: '\u0000 <html>'.repeat(20_000) });
      await store.deadLetters.put([old, fresh]);
      await store.deadLetters.put([{ ...old, attempts: 2 }]);
      await store.refresh();
      expect(await store.deadLetters.list()).toEqual([fresh, { ...old, attempts: 2 }]);
      expect(await store.deadLetters.count()).toBe(2);
    });
    it('are listed by place and up to a limit', async () => {
      expect((await store.deadLetters.list({ where: 'crawl' })).map(({ id }) => id)).toEqual(['dOld']);
      expect((await store.deadLetters.list({ limit: 1 })).map(({ id }) => id)).toEqual(['dNew']);
    });
    it('are gone after removal, and removing again does no harm', async () => {
      await store.deadLetters.remove(['dOld', 'dNobody']);
      await store.deadLetters.remove(['dOld']);
      expect((await store.deadLetters.list()).map(({ id }) => id)).toEqual(['dNew']);
    });
    it('that break the mapping are named, the others written', async () => {
      const bad = { ...sources.sampleDeadLetter({ id: 'dBad' }), at: 'когда-то' };
      const error = await thrownBy(() => store.deadLetters.put([bad, sources.sampleDeadLetter({ id: 'dFine' })]));
      expect([error.code, error.details.ids]).toEqual(['E_STORE_REJECTED', ['dBad']]);
      await store.refresh();
      expect((await store.deadLetters.list()).map(({ id }) => id)).toContain('dFine');
    });
  });

  describe('the ledger', () => {
    const entry = sources.sampleLedgerEntry;
    it('adds up by queue, stage and outcome, a repeated batch once', async () => {
      const counted = (outcome: string, count: number, stage = 'normalise') => ({ stage, outcome, count });
      const first = [
        entry({ id: 'l1', counts: [counted('passed', 20), counted('dropped:advert', 5)] }),
        entry({ id: 'l3', queue: 'candidates', counts: [counted('passed', 7, 'classify')], sourceId: 'other' }),
      ];
      await store.ledger.add(first);
      await store.ledger.add(first);
      await store.ledger.add([entry({ id: 'l1', counts: [counted('dropped:duplicate', 25)] })]);
      await store.ledger.add([
        entry({ id: 'l4', batchId: 'b2', at: '2026-03-03T00:00:00.000Z', counts: [counted('passed', 3)] }),
      ]);
      await store.refresh();
      expect(await store.ledger.totals()).toEqual([
        { queue: 'candidates', stage: 'classify', outcome: 'passed', count: 7 },
        { queue: 'posts', stage: 'normalise', outcome: 'dropped:advert', count: 5 },
        { queue: 'posts', stage: 'normalise', outcome: 'passed', count: 23 },
      ]);
    });
    it('adds up for one source and from an instant on', async () => {
      expect((await store.ledger.totals({ sourceId: 'other' })).map(({ count }) => count)).toEqual([7]);
      expect((await store.ledger.totals({ from: '2026-03-03T00:00:00.000Z' })).map(({ count }) => count)).toEqual([3]);
      expect(await store.ledger.totals({ sourceId: 'nobody' })).toEqual([]);
    });
  });

  describe('users', () => {
    it('are read in real time, listed by login and replaced', async () => {
      await store.users.put(samples.sampleUser({ login: 'zoya' }));
      await store.users.put(samples.sampleUser());
      await store.users.put(samples.sampleUser({ disabled: true }));
      expect(await store.users.get('operator1')).toEqual(samples.sampleUser({ disabled: true }));
      expect(await store.users.get('nobody')).toBeNull();
      expect((await store.users.list()).map(({ login }) => login)).toEqual(['operator1', 'zoya']);
    });
  });

  describe('sessions', () => {
    it('are read in real time and gone at once after removal', async () => {
      await store.sessions.put(samples.sampleSession());
      expect(await store.sessions.get('a'.repeat(64))).toEqual(samples.sampleSession());
      await store.sessions.remove('a'.repeat(64));
      await store.sessions.remove('a'.repeat(64));
      expect(await store.sessions.get('a'.repeat(64))).toBeNull();
    });
    it('are swept some time after they expired', async () => {
      await store.sessions.put(samples.sampleSession({ id: 'expired' }));
      await store.refresh();
      clock.advance(3 * 86_400_000);
      await store.sessions.put(samples.sampleSession({ id: 'fresh', expiresAt: '2026-03-09T00:00:00.000Z' }));
      expect(await store.sessions.get('expired')).toBeNull();
      expect(await store.sessions.get('fresh')).not.toBeNull();
    });
  });

  describe('the audit log', () => {
    it('comes back newest first, by target and up to a limit', async () => {
      await store.audit.add([
        samples.sampleAuditEntry({ id: 'a1' }),
        samples.sampleAuditEntry({ id: 'a2', at: '2026-03-02T10:00:00.000Z', target: 'iOther' }),
        samples.sampleAuditEntry({ id: 'a3', at: '2026-03-02T11:00:00.000Z' }),
      ]);
      await store.refresh();
      expect((await store.audit.list()).map(({ id }) => id)).toEqual(['a3', 'a2', 'a1']);
      expect((await store.audit.list({ target: 'iSample1' })).map(({ id }) => id)).toEqual(['a3', 'a1']);
      expect(await store.audit.list({ limit: 1 })).toEqual([
        samples.sampleAuditEntry({ id: 'a3', at: '2026-03-02T11:00:00.000Z' }),
      ]);
    });
  });

  describe('the store as a whole', () => {
    it('tells its name and version', async () => {
      expect(await store.check()).toEqual({ name: expect.any(String), version: expect.stringMatching(/^\d+\./) });
    });
    it('may be set up again without losing anything', async () => {
      await store.setUp();
      expect(await store.users.get('operator1')).not.toBeNull();
    });
  });
}
