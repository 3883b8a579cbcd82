import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authorHash,
  batchId,
  derivedId,
  fingerprint,
  incidentId,
  incidentNumber,
  postId,
} from '../../../src/core/ids.js';

describe('ids', () => {
  it('are the same for the same input, for ever', () => {
    // Pinned: another value would make every stored post a new one.
    expect(postId('zarechye-forum', '1001')).toBe('piOAQIA4AtMLpKElRav0TR');
  });

  it('start with a letter and hold no colon, as BullMQ wants, whatever they are made of', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        for (const id of [
          postId(one, other),
          incidentId(one),
          batchId(one, other, '2026-03-02T09:00:00.000Z'),
          derivedId(one, other),
        ]) {
          expect(id).toMatch(/^[a-z][A-Za-z0-9_-]{21}$/);
        }
      }),
    );
  });

  it('tell apart parts that only look alike when put together', () => {
    expect(postId('a', 'bc')).not.toBe(postId('ab', 'c'));
    expect(derivedId('1', '2')).not.toBe(derivedId('12'));
  });

  it('differ by purpose', () => expect(incidentId('x').slice(1)).not.toBe(derivedId('x').slice(1)));

  it('give a number that people can read out: six characters without I, L, O and U', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(incidentNumber(id)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
      }),
    );
  });
});

describe('the fingerprint of a post', () => {
  it('changes with the text and the kinds of attachments, not with what they are called', () => {
    const photo = { type: 'photo', alt: 'яма' };
    expect(fingerprint('яма', [photo])).toBe(fingerprint('яма', [{ ...photo, alt: 'дорога' } as typeof photo]));
    expect(fingerprint('яма', [photo])).not.toBe(fingerprint('яма', []));
    expect(fingerprint('яма', [])).not.toBe(fingerprint('ямы', []));
  });
});

describe('the hash of an author', () => {
  const key = 'k'.repeat(40);
  it('is the same for one person on one kind of site', () =>
    expect(authorHash(key, 'phpbb', '17')).toBe(authorHash(key, 'phpbb', '17')));
  it('differs by the deployment’s key', () =>
    expect(authorHash(key, 'phpbb', '17')).not.toBe(authorHash(`${key}x`, 'phpbb', '17')));
  it('differs by kind, so that nobody is linked across networks', () =>
    expect(authorHash(key, 'phpbb', '17')).not.toBe(authorHash(key, 'telegram-channel', '17')));
  it('does not hold the native id', () => expect(authorHash(key, 'phpbb', 'ivan')).not.toContain('ivan'));
});
