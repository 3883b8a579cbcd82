import type { Asked } from '../app/label-choice.js';
import { type Answer, notAsked } from '../core/label.js';
import type { Taxonomy } from '../core/taxonomy.js';

/** What may be asked of an incident, in this order; whether it is one is always asked first. */
export const questions = ['group', 'topic', 'kind', 'urgency'] as const;
export type Question = (typeof questions)[number];

export interface Option {
  /** The key that chooses it. */
  key: string;
  value: string;
  title: string;
}

/** What is to be shown now. */
export interface SessionView {
  /** Null when all is done. */
  text: Asked | null;
  /** 1 for the first. */
  place: number;
  of: number;
  asked: 'incident' | Question;
  options: readonly Option[];
  /** Said so far of this text. */
  answer: Answer;
}

/** What a key led to. */
export type SessionStep =
  | { type: 'saved'; text: Asked; answer: Answer }
  /** The answer to this text is taken back. */
  | { type: 'undone'; text: Asked }
  | { type: 'skipped'; text: Asked }
  | { type: 'quit' }
  | { type: 'moved' }
  /** The key means nothing here. */
  | { type: 'ignored' };

export interface Session {
  view(): SessionView;
  /** One key as the terminal gives it; Russian letters count as the Latin ones on the same key. */
  press(key: string): SessionStep;
}

const optionKeys = [...'1234567890abcdefghijklmnoprtvwxyz'];
/** Keys of both layouts: a labeller who types Russian need not switch. */
const onSameKey = new Map(
  [...'йцукенгшщзфывапролдячсмить'].map((letter, place) => [letter, 'qwertyuiopasdfghjklzxcvbnm'[place] ?? letter]),
);
const quitKeys = new Set(['q', '\u0003', '\u0004']);

/**
 * Asks text by text, one key an answer: y or n whether it is an incident, then by number what is asked of incidents; Enter takes what the machine
 * thinks where that is shown, s skips the text, u goes back one answer, q ends. Pure: what the answers lead to is the caller's.
 */
export function createSession(texts: readonly Asked[], taxonomy: Taxonomy, asks: readonly Question[]): Session {
  let place = 0;
  let step = 0;
  let answer: Answer = { incident: false, ...notAsked };
  /** What became of the texts before this one. */
  const past: { saved: boolean }[] = [];
  const order = questions.filter((each) => asks.includes(each));
  const askedNow = (): 'incident' | Question => (step === 0 ? 'incident' : (order[step - 1] ?? 'incident'));

  function options(): Option[] {
    switch (askedNow()) {
      case 'incident':
        return [
          { key: 'y', value: 'yes', title: 'incident' },
          { key: 'n', value: 'no', title: 'no incident' },
        ];
      case 'group':
        return keyed(taxonomy.groups.map(({ code, ru }) => ({ value: code, title: ru })));
      case 'topic': {
        const group = taxonomy.groups.find(({ code }) => code === answer.group);
        return keyed([
          { value: '', title: '—' },
          ...(group?.topics.map(({ id, ru }) => ({ value: id, title: ru })) ?? []),
        ]);
      }
      case 'kind':
        return keyed([
          { value: 'complaint', title: 'жалоба · complaint' },
          { value: 'question', title: 'вопрос · question' },
          { value: 'request', title: 'просьба · request' },
        ]);
      case 'urgency':
        return keyed([
          { value: 'ordinary', title: 'обычная · ordinary' },
          { value: 'urgent', title: 'срочная · urgent' },
        ]);
    }
  }

  function advance(saved: boolean): void {
    past.push({ saved });
    place++;
    step = 0;
    answer = { incident: false, ...notAsked };
  }

  function give(value: string): SessionStep {
    const asked = askedNow();
    const text = texts[place] as Asked;
    if (asked === 'incident') answer = { ...notAsked, incident: value === 'yes' };
    else answer = { ...answer, [asked]: value === '' ? null : value };
    if (answer.incident && step < order.length) {
      step++;
      return { type: 'moved' };
    }
    const said = answer;
    advance(true);
    return { type: 'saved', text, answer: said };
  }

  function undo(): SessionStep {
    if (step > 0) {
      step--;
      return { type: 'moved' };
    }
    const last = past.pop();
    if (last === undefined) return { type: 'ignored' };
    place--;
    answer = { incident: false, ...notAsked };
    const text = texts[place] as Asked;
    return last.saved ? { type: 'undone', text } : { type: 'moved' };
  }

  /** What Enter takes: the machine's opinion, where the labeller sees it. */
  function suggested(): string | undefined {
    const shown = texts[place]?.shown;
    if (!shown) return undefined;
    const asked = askedNow();
    return asked === 'incident' ? (shown.incident ? 'yes' : 'no') : (shown[asked] ?? undefined);
  }

  return {
    view: () => ({
      text: texts[place] ?? null,
      place: place + 1,
      of: texts.length,
      asked: askedNow(),
      options: options(),
      answer,
    }),
    press(raw) {
      const key = onSameKey.get(raw.toLowerCase()) ?? raw.toLowerCase();
      if (quitKeys.has(key)) return { type: 'quit' };
      if (key === 'u') return undo();
      const text = texts[place];
      if (text === undefined) return { type: 'ignored' };
      if (key === 's') {
        advance(false);
        return { type: 'skipped', text };
      }
      const value = key === '\r' || key === '\n' ? suggested() : options().find((option) => option.key === key)?.value;
      if (value === undefined || !options().some((option) => option.value === value)) return { type: 'ignored' };
      return give(value);
    },
  };
}

/** Numbers first, then letters that mean nothing else. */
function keyed(all: readonly Omit<Option, 'key'>[]): Option[] {
  return all.slice(0, optionKeys.length).map((option, place) => ({ key: optionKeys[place] ?? '', ...option }));
}
