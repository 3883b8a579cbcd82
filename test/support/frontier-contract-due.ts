import { expect, it } from 'vitest';
import type { Frontier, Visit } from '../../crawlers/schedule/frontier.js';
import { outcome, pop, t0, visitOf } from './frontier-samples.js';

/** Which visits a frontier hands out, and how many of one host. */
export function itHandsOut(frontierOf: () => Frontier): void {
  it('hands out what is due, once, oldest first, with a limit per host', async () => {
    const frontier = frontierOf();
    await frontier.add([
      visitOf(1, { dueAtMs: t0 - 5 }),
      visitOf(2, { dueAtMs: t0 - 9 }),
      visitOf(3, { dueAtMs: t0 + 5 }),
    ]);
    for (let at = 0; at < 5; at++) await frontier.add([visitOf(4, { url: `http://busy.example/${at}` })]);
    const first = await frontier.popDue(t0, 10, { ...pop, perHost: 2 });
    expect(first.map((visit) => visit.url).slice(0, 2)).toEqual(['http://h2.example/', 'http://h1.example/']);
    expect(first.filter((visit) => visit.url.includes('busy'))).toHaveLength(2);
    expect(await frontier.popDue(t0, 10, { ...pop, perHost: 2 })).toEqual([]);
    const busy = first.find((visit) => visit.url.includes('busy'));
    if (busy !== undefined) await frontier.finish(busy, t0, outcome, null);
    expect(await frontier.popDue(t0, 10, { ...pop, perHost: 2 })).toHaveLength(1);
  });

  it('hands out more of a wide host, however many hosts are due', async () => {
    const frontier = frontierOf();
    const wide = { hosts: ['wide.example'], perHost: 7 };
    const of = (host: string, count: number) =>
      Array.from({ length: count }, (_, n) => visitOf(9, { url: `http://${host}/${n}`, dueAtMs: t0 - 100 }));
    const others = Array.from({ length: 40 }, (_, n) => of(`h${n}.example`, 3)).flat();
    await frontier.add([...of('wide.example', 12), ...others]);
    const count = (visits: readonly Visit[]) => visits.filter(({ url }) => new URL(url).host === 'wide.example').length;
    const first = await frontier.popDue(t0, 1_000, { ...pop, wide });
    expect([count(first), first.length]).toEqual([7, 7 + 80]);
    expect(await frontier.popDue(t0, 1_000, { ...pop, wide })).toEqual([]);
    for (const visit of first.slice(0, 3)) await frontier.finish(visit, t0, outcome, null);
    for (const visit of first.filter(({ url }) => url.includes('wide')).slice(0, 4))
      await frontier.finish(visit, t0, outcome, null);
    expect(count(await frontier.popDue(t0, 1_000, { ...pop, wide }))).toBeGreaterThanOrEqual(4);
  });

  it('hands out two of each host before more of one', async () => {
    const frontier = frontierOf();
    const many = Array.from({ length: 6 }, (_, n) =>
      visitOf(9, { url: `http://busy.example/${n}`, dueAtMs: t0 - 100 }),
    );
    await frontier.add([...many, visitOf(1), visitOf(2)]);
    const first = await frontier.popDue(t0, 4, pop);
    expect(first.map(({ url }) => new URL(url).host).sort()).toEqual([
      'busy.example',
      'busy.example',
      'h1.example',
      'h2.example',
    ]);
    expect(await frontier.popDue(t0, 10, pop)).toHaveLength(4);
    expect((await frontier.idleInfo(t0)).due).toBe(0);
  });
}
