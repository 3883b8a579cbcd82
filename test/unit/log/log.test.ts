import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/log.js';

function capture(level = 'info'): { lines: Record<string, unknown>[]; log: ReturnType<typeof createLogger> } {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, log: createLogger({ level, format: 'json', role: 'work', destination }) };
}

describe('the log', () => {
  it('writes the fields, the role, the time in UTC and a constant message', () => {
    const { lines, log } = capture();
    log.info({ sourceId: 'zarechye-forum', ms: 12 }, 'page read');
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
        role: 'work',
        sourceId: 'zarechye-forum',
        ms: 12,
        msg: 'page read',
      },
    ]);
  });

  it.each(['text', 'author', 'authorId', 'password', 'passwordHash', 'token', 'cookie', 'authorization', 'apiKey'])(
    'never shows «%s», at the top or inside',
    (name) => {
      const { lines, log } = capture();
      log.info({ [name]: 'secret', post: { [name]: 'secret' }, job: { post: { [name]: 'secret' } } }, 'x');
      expect(JSON.stringify(lines)).not.toContain('secret');
      expect(lines[0]?.[name]).toBe('[redacted]');
    },
  );

  it('keeps quiet below its level', () => {
    const { lines, log } = capture('warn');
    log.info('x');
    log.warn('y');
    expect(lines.map((line) => line.msg)).toEqual(['y']);
  });
});
