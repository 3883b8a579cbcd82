import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocator } from '../../../pipelines/places/locator.js';
import { placeExplanationSchema } from '../../../src/core/place-explanation.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { configFile } from '../pipelines/places/config-files.js';

const yaml = `territories:
  - { id: lake, level: region, name: Приозёрная область, oktmo: "02000000" }
  - { id: luk, level: settlement, name: Луковск, type: город, parent: lake, oktmo: "02701000001", population: 84000 }
  - { id: n1, level: settlement, name: Никольское, parent: lake }
  - { id: n2, level: settlement, name: Никольское, parent: lake }
`;
const places = createLocator({ files: [configFile('config/places/own.yaml', yaml)] });

let api: ApiBench;
let cookie: string;
beforeEach(async () => {
  api = await makeApi({
    explainPlace: (text, home) =>
      places.explain(text, { territory: home === null ? null : places.territoryNamed(home, 'home').id }),
  });
  await api.addUser('anna', 'executor', { executors: ['lighting'] });
  cookie = await api.login('anna');
});
afterEach(() => api.close());

const ask = (query: Record<string, string>, as: string | undefined = cookie) =>
  api.call('GET', `/api/places/resolve?${new URLSearchParams(query)}`, as);

describe('the place of a text', () => {
  it('is told with its territories and candidates', async () => {
    const reply = await ask({ text: 'На ул. Мира, 15 темно', home: '02701000001' });
    expect(reply.statusCode).toBe(200);
    const told = placeExplanationSchema.parse(reply.json());
    expect(told.place).toMatchObject({ street: 'Мира', house: '15', settlement: 'Луковск', oktmo: '02701000001' });
    expect(told.chain.map(({ id }) => id)).toEqual(['luk', 'lake']);
    expect(told.home.map(({ id }) => id)).toEqual(['luk', 'lake']);
  });

  it('takes the home by its name too, and none at all', async () => {
    expect((await ask({ text: 'темно', home: 'Луковск' })).json().place.settlement).toBe('Луковск');
    expect((await ask({ text: 'В Луковске темно' })).json()).toMatchObject({
      home: [],
      place: { settlement: 'Луковск' },
    });
  });

  it('is for those who are logged in', async () => {
    expect((await api.call('GET', '/api/places/resolve?text=темно')).statusCode).toBe(401);
  });

  it('is refused without a text, with one too long, and with what is not asked for', async () => {
    const bad = [{}, { text: ' ' }, { text: 'я'.repeat(1_501) }, { text: 'темно', near: '1' }];
    for (const query of bad) {
      const reply = await ask(query as Record<string, string>);
      expect(reply.statusCode).toBe(400);
      expect(reply.json().error.code).toBe('E_INPUT_INVALID');
    }
    expect((await ask({ text: 'я'.repeat(1_500) })).statusCode).toBe(200);
  });

  it('is refused for a home that is not there or is several', async () => {
    const gone = await ask({ text: 'темно', home: 'Нигде' });
    expect([gone.statusCode, gone.json().error.message]).toEqual([
      400,
      'home «Нигде»: there is no such territory, use an OKTMO code, an id or a name of config/places',
    ]);
    expect((await ask({ text: 'темно', home: 'Никольское' })).json().error.message).toMatch(
      /is the name of 2 territories/,
    );
  });

  it('leaves nothing behind', async () => {
    await ask({ text: 'У дома на Мира 15 темно' });
    expect(JSON.stringify(api.logged)).not.toContain('Мира');
    expect(await api.store.posts.count()).toBe(0);
  });

  it('is described in OpenAPI', async () => {
    const description = (await api.call('GET', '/openapi.json', cookie)).json();
    expect(Object.keys(description.paths['/api/places/resolve'].get.responses)).toContain('200');
  });
});
