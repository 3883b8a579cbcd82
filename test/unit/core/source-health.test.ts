import { describe, expect, it } from 'vitest';
import { needsAttention, silentFrom, sourceHealth, sourceHealths } from '../../../src/core/source-health.js';
import { sampleSource, sampleSourceState } from '../../support/sample-sources.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const day = 86_400_000;
const source = sampleSource();
const state = sampleSourceState({ failuresInRow: 0, silentAt: '2026-03-10T12:00:01.000Z' });

describe('source health', () => {
  it('names the gravest fault', () => {
    expect(sourceHealth(source, state, now)).toBe('ok');
    expect(sourceHealth(source, null, now)).toBe('waiting');
    expect(sourceHealth(source, { ...state, failuresInRow: 2 }, now)).toBe('failing');
    expect(sourceHealth(source, state, now + 1_000)).toBe('silent');
    expect(sourceHealth(source, { ...state, failuresInRow: 2 }, now + 1_000)).toBe('failing');
    expect(sourceHealth({ ...source, enabled: false }, state, now)).toBe('disabled');
  });

  it('lets a passport count through its last day', () => {
    const expiring = { ...source, passport: { ...source.passport, expires: '2026-03-10' } };
    expect(sourceHealth(expiring, state, now)).toBe('ok');
    expect(sourceHealth(expiring, state, Date.parse('2026-03-11T00:00:00Z'))).toBe('no-passport');
  });

  it('asks for attention only where somebody can do something', () => {
    expect(sourceHealths.filter(needsAttention)).toEqual(['no-passport', 'failing', 'silent']);
  });

  it('calls a source silent by its own habits: half as long again as it ever was, a day at least', () => {
    expect(silentFrom(now, null) - now).toBe(3 * day);
    expect(silentFrom(now, 3_600_000) - now).toBe(day);
    expect(silentFrom(now, 2 * day) - now).toBe(3 * day);
    expect(silentFrom(now, 60 * day) - now).toBe(30 * day);
  });
});
