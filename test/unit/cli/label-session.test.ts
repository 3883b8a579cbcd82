import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../src/app/label-choice.js';
import { createColours } from '../../../src/cli/colours.js';
import { drawView } from '../../../src/cli/label-screen.js';
import { createSession, type Question, type Session } from '../../../src/cli/label-session.js';
import { keysOf } from '../../../src/cli/terminal-keys.js';
import { sampleLabel } from '../../support/samples.js';
import { shippedTaxonomy } from '../pipelines/rules/yaml-file.js';

const taxonomy = shippedTaxonomy();
const text = (subject: string, shown: Asked['shown'] = null): Asked => ({
  subject,
  postId: subject,
  text: `Текст ${subject}`,
  cluster: subject,
  uncertainty: 1,
  shown,
  words: [],
  vector: null,
  signature: '',
  why: 'uncertain',
});
const open = (asks: Question[] = ['group'], texts = [text('p1'), text('p2')]): Session =>
  createSession(texts, taxonomy, asks);
/** What each key led to, in short. */
const press = (session: Session, keys: string) =>
  [...keys].map((key) => {
    const step = session.press(key);
    if (step.type !== 'saved') return step.type;
    const { incident, group, topic, kind, urgency } = step.answer;
    return [step.text.subject, incident, group, topic, kind, urgency].filter((part) => part !== null).join(' ');
  });

describe('a session of labelling', () => {
  it('takes one key an answer: what is no incident needs one, an incident its group too', () => {
    const session = open();
    expect(press(session, 'ny2')).toEqual(['p1 false', 'moved', `p2 true ${taxonomy.groups[1]?.code}`]);
    expect(session.view().text).toBeNull();
  });

  it('understands the same keys in the Russian layout, large and small', () => {
    expect(press(open(), 'тН1')).toEqual(['p1 false', 'moved', `p2 true ${taxonomy.groups[0]?.code}`]);
    expect(press(open(), 'ыЙ')).toEqual(['skipped', 'quit']);
  });

  it('has a key for each group and each topic, none of which skips, undoes or ends', () => {
    for (const [place, { code, topics }] of taxonomy.groups.entries()) {
      const session = open(['group', 'topic']);
      press(session, 'y');
      const { options } = session.view();
      expect(options).toHaveLength(taxonomy.groups.length);
      expect(new Set(options.map(({ key }) => key)).size).toBe(options.length);
      expect(options.filter(({ key }) => 'squ'.includes(key))).toEqual([]);
      press(session, options[place]?.key ?? '');
      expect(session.view().answer.group).toBe(code);
      const offered = session.view().options;
      expect(offered.map(({ value }) => value)).toEqual(['', ...topics.map(({ id }) => id)]);
    }
  });

  it('asks what it was told to ask, in a fixed order', () => {
    const session = open(['urgency', 'kind', 'group', 'topic']);
    expect(press(session, 'y1132').slice(0, 4)).toEqual(['moved', 'moved', 'moved', 'moved']);
    const again = open(['urgency', 'kind', 'group', 'topic']);
    expect(press(again, 'y1232').at(-1)).toBe(
      `p1 true ${taxonomy.groups[0]?.code} ${taxonomy.groups[0]?.topics[0]?.id} request urgent`,
    );
  });

  it('takes answers back one by one, across texts', () => {
    const session = open();
    expect(press(session, 'uyu')).toEqual(['ignored', 'moved', 'moved']);
    expect(press(session, 'nu')).toEqual(['p1 false', 'undone']);
    expect(press(session, 'sun')).toEqual(['skipped', 'moved', 'p1 false']);
    press(session, 'n');
    expect(session.press('u')).toMatchObject({ type: 'undone', text: { subject: 'p2' } });
  });

  it('ignores keys that mean nothing here, and Enter where no opinion is shown', () => {
    expect(press(open(), '7x\r')).toEqual(['ignored', 'ignored', 'ignored']);
    expect(press(open(), '\u0003')).toEqual(['quit']);
  });

  it('takes the machine’s opinion with Enter where it is shown', () => {
    const session = open(['group'], [text('p1', sampleLabel().shown)]);
    expect(press(session, '\r\r')).toEqual(['moved', 'p1 true improvement']);
  });
});

describe('the screen of a session', () => {
  const plain = createColours({}, false);
  it('shows the text with its words, what the machine thinks, and every key', () => {
    const seen = {
      ...text('p1', sampleLabel().shown),
      text: 'Нет света\u001B[2J',
      words: [{ text: 'света', start: 4, end: 9 }],
    };
    const session = open(['group'], [seen]);
    expect(drawView(session.view(), taxonomy, plain)).toContain('Нет [света]·[2J');
    press(session, 'y');
    const drawn = drawView(session.view(), taxonomy, plain, 120);
    expect(drawn).toContain('0.91');
    expect(drawn).toContain('★ ');
    for (const { ru } of taxonomy.groups) expect(drawn).toContain(ru);
    expect(drawn.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it('shows nothing of the machine on a text that is put bare', () => {
    const drawn = drawView(open().view(), taxonomy, plain);
    expect(drawn).not.toMatch(/машина|★|0\.\d/);
  });
});

describe('keys of a terminal', () => {
  it('come one by one, without what arrows send; the terminal is given back', async () => {
    const modes: boolean[] = [];
    const input = Object.assign(
      (async function* () {
        yield Buffer.from('yн');
        yield Buffer.from('\u001B[A');
        yield Buffer.from('q');
      })(),
      { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) },
    );
    const keys: string[] = [];
    for await (const key of keysOf(input)) {
      keys.push(key);
      if (key === 'q') break;
    }
    expect([keys, modes]).toEqual([
      ['y', 'н', 'q'],
      [true, false],
    ]);
  });
});
