import { describe, expect, it } from 'vitest';
import { loadPosts, parsePosts } from '../../../../scripts/demo-town/load-posts.js';
import { TOWN } from '../../../../scripts/demo-town/town.js';

const posts = loadPosts();
const complaints = posts.filter((post) => post.truth.incident);

const GROUPS = [
  'roads',
  'housing',
  'improvement',
  'transport',
  'waste',
  'health',
  'social',
  'education',
  'energy',
  'culture',
  'labour',
  'telecom',
  'ecology',
  'safety',
  'authorities',
  'economy',
  'agriculture',
  'construction',
  'sport',
  'other',
];

function line(change: Record<string, unknown>): string {
  return JSON.stringify({
    id: 'x-1',
    site: 'telegram',
    thread: 'podslushano_svetlo',
    author: '',
    text: 'Снег',
    atMinutes: 0,
    truth: { incident: false, group: null, settlement: null, street: null, house: null },
    ...change,
  });
}

describe('the posts of the demo town', () => {
  it('are at least 400, of which most are no complaints', () => {
    expect(posts.length).toBeGreaterThanOrEqual(400);
    expect(complaints.length).toBeGreaterThanOrEqual(110);
    expect(posts.length - complaints.length).toBeGreaterThanOrEqual(290);
  });

  it('cover every one of the twenty groups and use no other', () => {
    expect(new Set(complaints.map((post) => post.truth.group))).toEqual(new Set(GROUPS));
  });

  it('have ids of their own', () => {
    expect(new Set(posts.map((post) => post.id)).size).toBe(posts.length);
  });

  it('tell at least twelve problems by several voices, some of them in nearly the same words', () => {
    const counts = new Map<string, number>();
    for (const { truth } of complaints) {
      if (truth.problem !== undefined) counts.set(truth.problem, (counts.get(truth.problem) ?? 0) + 1);
    }
    expect([...counts.values()].filter((count) => count >= 2).length).toBeGreaterThanOrEqual(12);
    expect(posts.filter((post) => post.repeats !== undefined).length).toBeGreaterThanOrEqual(4);
  });

  it('hold traps: a copy with another number tells of another problem', () => {
    const byId = new Map(posts.map((post) => [post.id, post]));
    const traps = posts.filter(
      (post) => post.repeats !== undefined && byId.get(post.repeats)?.truth.problem !== post.truth.problem,
    );
    expect(traps.length).toBeGreaterThanOrEqual(2);
  });

  it('include danger to life in four different problems at least', () => {
    const urgent = complaints.filter((post) => post.truth.urgent);
    expect(new Set(urgent.map((post) => post.truth.problem)).size).toBeGreaterThanOrEqual(4);
  });

  it('name only streets and settlements of the town', () => {
    const streets = new Set<string>(TOWN.streets.map(({ name }) => name));
    const settlements = new Set<string>([TOWN.name, ...TOWN.settlements.map(({ name }) => name)]);
    for (const { truth } of complaints) {
      if (truth.street !== null) expect(streets).toContain(truth.street);
      if (truth.settlement !== null) expect(settlements).toContain(truth.settlement);
    }
  });

  it('name the house they are about, in the text as it was first published', () => {
    for (const post of complaints) {
      if (post.truth.house === null) continue;
      expect(`${post.title ?? ''} ${post.text}`, post.id).toMatch(
        new RegExp(`${post.truth.house}|пятнадцат|четвёрт|четыре`, 'u'),
      );
    }
  });

  it('keep coming: at least sixty after the start, one every 10-15 seconds for the first twelve minutes', () => {
    const live = posts.filter((post) => post.atMinutes >= 0);
    expect(live.length).toBeGreaterThanOrEqual(60);
    expect(live.filter((post) => post.truth.incident).length).toBeGreaterThanOrEqual(20);
    const early = live.filter((post) => post.atMinutes <= 12);
    for (const [index, post] of early.entries()) {
      const next = early[index + 1];
      if (next !== undefined) expect((next.atMinutes - post.atMinutes) * 60).toBeLessThanOrEqual(15.001);
    }
    expect(early.at(-1)?.atMinutes).toBeGreaterThan(11.7);
  });

  it('show only telephone numbers and addresses that cannot belong to anyone', () => {
    const all = posts.map((post) => `${post.text} ${post.editedText ?? ''}`).join('\n');
    for (const [phone] of all.matchAll(/\+7[\d \-()]{10,}/g)) expect(phone).toMatch(/^\+7 900 000-00-\d\d/);
    for (const [mail] of all.matchAll(/\S+@\S+\.\S+/g)) expect(mail).toMatch(/@example\.org/);
  });
});

describe('a bad line of posts', () => {
  it.each([
    ['that is no JSON', '{', 'demo.jsonl:1: not JSON'],
    ['of an unknown site', line({ site: 'radio' }), '"site" must be one of'],
    ['without a number for its time', line({ atMinutes: 'soon' }), '"atMinutes" must be a number'],
    ['of an unknown channel', line({ thread: 'nobody' }), '"thread" of a telegram post'],
    ['of an incident without a group', line({ truth: { incident: true, group: null } }), '"truth.group" goes with'],
    ['edited at no time', line({ editedText: 'Снег.' }), 'go together'],
  ])('%s is refused with file, line and remedy', (_, text, message) => {
    expect(() => parsePosts(text, 'demo.jsonl')).toThrow(message);
  });

  it('is found wherever it stands', () => {
    expect(() => parsePosts(`${line({})}\n\n${line({ id: '' })}`, 'demo.jsonl')).toThrow('demo.jsonl:3');
  });
});
