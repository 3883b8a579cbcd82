import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vkBatch, vkRequest } from '../../../crawlers/parse/vk-api.js';

const wall = (n: number): string => vkRequest(`https://vk.com/club${n}`, 30);
const comments = (n: number): string => vkRequest(`https://vk.com/wall-${n}_7`, 100);

describe('several requests to VK in one', () => {
  it('are one list of calls, sent as a form, without the version of each', () => {
    expect(vkBatch.request([wall(1), comments(2)])).toEqual({
      url: 'https://api.vk.com/method/execute?v=5.199',
      form: {
        code:
          'return [API.wall.get({"owner_id":"-1","count":"30"}),' +
          'API.wall.getComments({"owner_id":"-2","post_id":"7","count":"100","sort":"desc","need_likes":"1","thread_items_count":"10"})];',
      },
    });
  });

  it('carry words that would end a string or the script as what they are', () => {
    const words = 'яма"}) ]; return 1; \\ \n’';
    const { code } = vkBatch.request([vkRequest(`https://vk.com/search?q=${encodeURIComponent(words)}`, 100)]).form as {
      code: string;
    };
    expect(JSON.parse(code.slice('return [API.newsfeed.search('.length, -')];'.length))).toEqual({
      q: words,
      count: '100',
    });
  });

  it('are answered each as if asked alone, errors in the order of the calls included', () => {
    const errors = [
      { method: 'wall.get', error_code: 15, error_msg: 'Access denied' },
      { method: 'execute', error_code: 15, error_msg: 'Access denied' },
      { method: 'wall.getComments', error_code: 212, error_msg: 'Closed' },
    ];
    const body = JSON.stringify({ response: [false, { count: 0, items: [] }, false], execute_errors: errors });
    const parts = vkBatch.split(body, [wall(1), wall(2), comments(3)]) ?? [];
    expect(parts.map((part) => JSON.parse(part))).toEqual([
      { error: errors[0] },
      { response: { count: 0, items: [] } },
      { error: errors[2] },
    ]);
  });

  it('find the answer or the error of each, whichever of them fail', () => {
    const call = fc.record({ isWall: fc.boolean(), code: fc.option(fc.constantFrom(15, 18, 30, 100, 212)) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 25 }), fc.boolean(), (calls, isDoubled) => {
        const urls = calls.map(({ isWall }, n) => (isWall ? wall(n + 1) : comments(n + 1)));
        const execute_errors = calls.flatMap(({ isWall, code }, n) => {
          if (code === null) return [];
          const own = { method: isWall ? 'wall.get' : 'wall.getComments', error_code: code, error_msg: String(n) };
          return isDoubled ? [own, { ...own, method: 'execute' }] : [own];
        });
        const response = calls.map(({ code }, n) => (code === null ? { count: n, items: [] } : false));
        const parts = vkBatch.split(JSON.stringify({ response, execute_errors }), urls) ?? [];
        expect(parts.map((part) => JSON.parse(part))).toEqual(
          calls.map(({ code }, n) =>
            code === null
              ? { response: { count: n, items: [] } }
              : { error: expect.objectContaining({ error_code: code, error_msg: String(n) }) },
          ),
        );
      }),
    );
  });

  it('are nobody’s own where the answer is none to a list', () => {
    for (const body of [
      '{"error":{"error_code":6}}',
      'no JSON',
      '[]',
      '{"response":{"items":[]}}',
      '{"response":[false]}',
    ])
      expect(vkBatch.split(body, [wall(1), wall(2)]), body).toBeNull();
    expect(vkBatch.split('{"response":[false,false]}', [wall(1), wall(2)])).toEqual(['{"error":{}}', '{"error":{}}']);
  });

  it('were too many where VK says that the answer is too big, and for no other fault of the script', () => {
    const error = (error_code: number, error_msg: string) => JSON.stringify({ error: { error_code, error_msg } });
    expect(
      vkBatch.isTooLong(error(13, 'Runtime error occurred during code invocation: response size is too big')),
    ).toBe(true);
    expect(vkBatch.isTooLong(error(13, 'Runtime error occurred during code invocation'))).toBe(false);
    expect(vkBatch.isTooLong(error(6, 'too big'))).toBe(false);
    expect(vkBatch.isTooLong(JSON.stringify({ response: [{ items: [{ text: 'too big' }] }] }))).toBe(false);
  });
});
