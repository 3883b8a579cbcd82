import { describe, expect, it } from 'vitest';
import { createProcessFeed, createProcessMemory } from '../../../../pipelines/memory/in-process.js';
import { isDrop } from '../../../../pipelines/stage.js';
import { classify } from '../../../../pipelines/stages/classify.js';
import { dedupe } from '../../../../pipelines/stages/dedupe.js';
import { gate } from '../../../../pipelines/stages/gate.js';
import { locate } from '../../../../pipelines/stages/locate.js';
import { mask } from '../../../../pipelines/stages/mask.js';
import { normalise } from '../../../../pipelines/stages/normalise.js';
import { route } from '../../../../pipelines/stages/route.js';
import { clusteredSchema, gatedSchema, maskedSchema, routedSchema } from '../../../../pipelines/values.js';
import type { PlaceContext, Router } from '../../../../src/core/ports.js';
import { locatedPost, makeBench, rawPost } from '../../../support/line-fakes.js';
import { samplePlace, samplePost } from '../../../support/samples.js';

const { stages, store } = makeBench();
const masked = (nativeId: string, text: string) => ({ ...rawPost(nativeId, text), masked: {} });
const deduped = (nativeId: string, text: string) =>
  gatedSchema.parse({ ...masked(nativeId, text), version: 1, knownIncidentId: null, signature: '', repeat: null });

describe('normalise', () => {
  it('drops what has no text and does not store it', async () => {
    const results = await normalise.run([rawPost('1', ' \u200b\n '), rawPost('2', 'Яма')], stages);
    expect(results[0]).toMatchObject({ drop: 'empty', keep: false });
    expect(results[1]).toMatchObject({ text: 'Яма' });
  });
  it('cuts a text that no site allows', async () => {
    const [post] = await normalise.run([rawPost('1', 'яма '.repeat(20_000))], stages);
    expect((post as { text: string }).text.length).toBeLessThanOrEqual(20_000);
  });
});

describe('mask', () => {
  it('hides personal data in text and captions and counts what it hid', async () => {
    const attachments = [{ type: 'photo' as const, alt: 'звоните +7 912 345-67-89' }];
    const [post] = await mask.run(
      [{ ...rawPost('1', 'Пишите на petrova@mail.example, тел. 8 (912) 345-67-89'), attachments }],
      stages,
    );
    expect(JSON.stringify(post)).not.toMatch(/petrova|345-67-89/);
    expect(maskedSchema.safeParse(post).error).toBeUndefined();
    expect(
      Object.values((post as { masked: Record<string, number> }).masked).reduce((sum, count) => sum + count, 0),
    ).toBe(2);
  });
  it('leaves the address of the problem readable', async () => {
    const [post] = await mask.run([rawPost('1', 'На улице Садовой, дом 15 прорвало трубу')], stages);
    expect(post).toMatchObject({ text: 'На улице Садовой, дом 15 прорвало трубу', masked: {} });
  });
});

describe('dedupe', () => {
  it('lets an unchanged post go, and makes an edited one the next version with its incident', async () => {
    const { id, fingerprint } = rawPost('known', 'Яма');
    await store.posts.save([samplePost({ id, fingerprint, version: 3, incidentId: 'iKnown' })]);
    const [same, edited] = await dedupe.run([masked('known', 'Яма'), masked('known', 'Яма стала больше')], stages);
    expect(same).toMatchObject({ drop: 'duplicate', keep: false });
    expect(edited).toMatchObject({ version: 4, knownIncidentId: 'iKnown' });
  });
  it('does not take a post for its own repeat', async () => {
    const post = masked('own', 'Третий день нет горячей воды на Садовой улице');
    const [first] = await dedupe.run([post], stages);
    expect(first).toMatchObject({ version: 1, repeat: null });
  });
});

describe('gate', () => {
  it('drops with the reason, for replay', async () => {
    const [first, second] = await gate.run([deduped('1', 'продам гараж'), deduped('2', 'яма')], stages);
    expect(first).toMatchObject({ drop: 'no-signal', keep: true });
    expect(second).toMatchObject({ text: 'яма' });
  });
  it('lets through who agrees in a thread, though it has no word of an incident', async () => {
    const agreeing = deduped('1', 'и у нас так же, хоть дом продам');
    const [alone, inThread] = await gate.run([agreeing, { ...agreeing, threadId: 't1' }], stages);
    expect(alone).toMatchObject({ drop: 'no-signal' });
    expect(inThread).toMatchObject({ text: agreeing.text, sampled: false });
  });
});

describe('classify', () => {
  it('lets doubtful ones go on, since a person decides, and keeps the verdict of the others', async () => {
    const [sure, unsure, none] = await classify.run(
      [deduped('1', 'яма'), deduped('2', 'может быть'), deduped('3', 'погода')],
      stages,
    );
    expect([sure, unsure, none].map((one) => isDrop(one as object))).toEqual([false, false, true]);
    expect(none).toMatchObject({ drop: 'not-incident', value: { verdict: { incident: false } } });
  });
  it('lets a short answer in a thread go on, which may be a further voice', async () => {
    const [answer] = await classify.run([{ ...deduped('1', 'погода'), threadId: 't1' }], stages);
    expect(answer).toMatchObject({ verdict: { incident: false, unsure: false } });
  });
  it('does not go on with fewer verdicts than texts', async () => {
    const classifier = { ...stages.decision.classifier, classify: async () => [] };
    const decision = { ...stages.decision, classifier };
    await expect(classify.run([deduped('1', 'яма')], { ...stages, decision })).rejects.toThrow(
      '0 verdicts for 1 texts',
    );
  });
});

describe('locate and route', () => {
  it('start from the source’s territory', async () => {
    const [post] = await locate.run(
      [{ ...deduped('1', 'яма'), verdict: locatedPost('1', '').verdict, model: null, vector: null, locality: null }],
      stages,
    );
    expect(post).toMatchObject({ place: { territoryId: 'zarechye' } });
  });
  it('hand the locator how likely a text is about the place it is written from', async () => {
    const asked: unknown[] = [];
    const locator = {
      ...stages.locator,
      locate: (_: string, context: PlaceContext) => {
        asked.push(context.locality);
        return samplePlace({});
      },
    };
    const classified = { ...deduped('1', 'яма'), verdict: locatedPost('1', '').verdict, model: null, vector: null };
    await locate.run(
      [
        { ...classified, locality: 0.25 },
        { ...classified, locality: null },
      ],
      { ...stages, locator },
    );
    expect(asked).toEqual([0.25, null]);
  });
  it('give an answer the text that it answers, where the batch holds it', async () => {
    const classified = (nativeId: string, text: string, replyTo: string | null) => ({
      ...deduped(nativeId, text),
      replyTo,
      verdict: locatedPost(nativeId, '').verdict,
      model: null,
      vector: null,
      locality: null,
    });
    const asked: unknown[] = [];
    const place = samplePlace({});
    const locator = {
      ...stages.locator,
      locate: (_: string, context: PlaceContext) => {
        asked.push(context.thread ?? null);
        return place;
      },
    };
    const batch = [
      classified('1', 'На Мира 5 темно', null),
      classified('2', '> На Мира 5 темно\nи у нас', '1'),
      classified('3', 'да', '9'),
    ];
    await locate.run(batch, { ...stages, locator });
    expect(asked).toEqual([null, 'На Мира 5 темно', null]);
  });
  it('sum up the machine’s half with territories, zone and every revision', async () => {
    const clustered = clusteredSchema.parse({
      ...locatedPost('1', 'яма', { place: samplePlace({ territoryId: null }) }),
      incidentId: 'iA',
      join: { how: 'opened', on: null, similarity: null },
      clusterKeys: [],
    });
    const [routed] = await route.run([clustered], stages);
    expect(routedSchema.safeParse(routed).error).toBeUndefined();
    expect(routed).toMatchObject({
      machine: {
        territories: ['zarechye', 'okrug'],
        timeZone: 'Europe/Moscow',
        revisions: { rules: 'fake-1', places: 'fake-1', routing: 'fake-1' },
      },
    });
  });
  it('ask the trained model of executors only where the table has no rule of its own', async () => {
    const clustered = clusteredSchema.parse({
      ...locatedPost('1', 'яма'),
      incidentId: 'iA',
      join: { how: 'opened', on: null, similarity: null },
      clusterKeys: [],
    });
    const suggester = {
      ...{ revision: 'executors-1', homeRegion: null, usesEncoder: false },
      suggest: () => ({
        ...{ executorName: null, sureFrom: 0.3, words: [], revision: 'executors-1' },
        ranked: [{ executorName: 'Дорожный комитет', probability: 0.2 }],
      }),
    };
    const silent = { ...stages.router, isTemplate: () => true };
    const [routed] = await route.run([clustered], { ...stages, router: silent, suggester });
    expect(routedSchema.safeParse(routed).error).toBeUndefined();
    expect(routed).toMatchObject({
      machine: {
        verdict: { unsure: true, doubts: ['executor'] },
        route: { ranked: [{}, { executorName: 'Дорожный комитет', probability: 0.2 }] },
        revisions: { executors: 'executors-1' },
      },
    });
    const [ruled] = await route.run([clustered], { ...stages, suggester });
    const [plain] = await route.run([clustered], stages);
    expect(ruled).toEqual(plain);
  });
  it('hand the router where and when a post was written, or read where the page gives no time', async () => {
    const asked: unknown[] = [];
    const router: Router = {
      ...stages.router,
      route: (...[verdict, place, text, origin]) => {
        asked.push(origin);
        return stages.router.route(verdict, place, text);
      },
    };
    const clustered = clusteredSchema.parse({
      ...locatedPost('1', 'яма'),
      incidentId: 'i1',
      join: { how: 'opened', on: null, similarity: null },
      clusterKeys: [],
    });
    await route.run([clustered, { ...clustered, publishedAt: null }], { ...stages, router });
    const { sourceId, sourceKind, timeZone, publishedAt, fetchedAt } = clustered;
    const known = { sourceId, sourceKind, timeZone };
    expect(asked).toEqual([
      { ...known, at: publishedAt },
      { ...known, at: fetchedAt },
    ]);
  });
});

describe('the memory of one process', () => {
  it('runs one at a time under a key and does not stick after a failure', async () => {
    const memory = createProcessMemory();
    const order: string[] = [];
    const run = (name: string, fails = false) =>
      memory.withLock('k', async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([run('a'), run('b', true), run('c')]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
  it('tells listeners until they stop listening', async () => {
    const feed = createProcessFeed();
    const heard: number[] = [];
    const stop = feed.subscribe(({ version }) => heard.push(version));
    await feed.publish({ incidentId: 'iA', version: 1, type: 'opened' });
    stop();
    await feed.publish({ incidentId: 'iA', version: 2, type: 'opened' });
    expect(heard).toEqual([1]);
  });
});
