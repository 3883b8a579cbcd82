import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type BadField, fieldProblems, type ReasonKey, reasonParams } from '../../../src/core/error-reason.js';
import { errorCodes } from '../../../src/core/errors.js';
import {
  actionRequestSchema,
  incidentActionSchema,
  incidentActionTypes,
  incidentListQuerySchema,
  loginRequestSchema,
  mergePreviewQuerySchema,
  passwordRequestSchema,
  similarQuerySchema,
  sourceListQuerySchema,
  sourceSwitchSchema,
} from '../../../src/core/http.js';
import { incidentStatusSchema } from '../../../src/core/incident.js';
import { seriesListQuerySchema } from '../../../src/core/series.js';
import { roleSchema } from '../../../src/core/user.js';
import { createTranslate, isMessageKey, type Language } from '../../../src/web/i18n/translate.js';
import { ApiError, describeError } from '../../../src/web/lib/error-words.js';
import { describeReason } from '../../../src/web/lib/refusal-words.js';

const keys = Object.keys(reasonParams) as ReasonKey[];
const translators = { ru: createTranslate('ru'), en: createTranslate('en') };
const languages: Language[] = ['ru', 'en'];
/** What the contract writes and no person reads; «operator» is an English word too. */
const codes = [...incidentStatusSchema.options, ...incidentActionTypes, ...roleSchema.options, ...fieldProblems];

/** Parameters that a schema of this file's kinds allows: the first or the last value of every choice. */
function sample(schema: z.ZodType, pick: 0 | -1): unknown {
  const { def } = schema as unknown as { def: { type: string; [part: string]: unknown } };
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape as Record<string, z.ZodType>).map(([name, one]) => [name, sample(one, pick)]),
      );
    case 'array':
      return [sample(def.element as z.ZodType, 0), sample(def.element as z.ZodType, -1)];
    case 'enum':
      return Object.values(def.entries as object).at(pick);
    case 'nullable':
      return sample(def.innerType as z.ZodType, pick);
    case 'boolean':
      return pick === 0;
    case 'number':
      return 2_026;
    case 'string':
      return 'А-17';
    default:
      throw new Error(`a parameter of the type ${def.type}: teach it to this test`);
  }
}

const wordsOf = (key: ReasonKey, language: Language, pick: 0 | -1) =>
  describeReason(
    { key, params: sample(reasonParams[key], pick) as Record<string, unknown> },
    translators[language],
  ) as string;

describe.each(keys)('the refusal «%s»', (key) => {
  it.each(languages)('has words, and its parameters too: %s', (language) => {
    for (const pick of [0, -1] as const) {
      const words = wordsOf(key, language, pick);
      expect(words).toMatch(/^\S.*[.]$/s);
      expect(words).not.toMatch(/[{}]|undefined|null|\[object/);
      const bare = language === 'ru' ? codes : codes.filter((code) => code.includes('-'));
      for (const code of bare) expect(words).not.toMatch(new RegExp(`(?<![\\w/])${code}(?![\\w/])`));
      const foreign = language === 'ru' ? /[A-Za-z]{3,}/g : /[А-ЯЁа-яё]+/g;
      const strange = [
        ...words
          .replaceAll('А-17', '')
          .replace(/Caps Lock|config\/sources/, '')
          .matchAll(foreign),
      ];
      expect(strange.map(String)).toEqual([]);
    }
  });
});

describe('fields in words', () => {
  const objects = [
    loginRequestSchema,
    passwordRequestSchema,
    actionRequestSchema,
    incidentListQuerySchema,
    similarQuerySchema,
    mergePreviewQuerySchema,
    sourceListQuerySchema,
    seriesListQuerySchema,
    ...sourceSwitchSchema.options,
  ].map((schema) => Object.keys(schema.shape));
  const ofActions = incidentActionSchema.options.flatMap(({ shape }) =>
    Object.keys(shape).map((name) => `action.${name}`),
  );

  it('name every field that the screens send', () => {
    const isNamed = (path: string) =>
      [`fieldName.${path}`, `fieldName.${path.split('.').at(-1)}`].some((key) => isMessageKey(key));
    expect([...new Set([...objects.flat(), ...ofActions])].filter((path) => !isNamed(path))).toEqual([]);
  });

  const say = (field: BadField, language: Language) =>
    describeReason({ key: 'fields-invalid', params: { fields: [field] } }, translators[language]);
  it('say what is wrong, with the limit', () => {
    const long: BadField = { name: 'action.text', problem: 'too-long', limit: 10_000 };
    expect(say(long, 'ru')).toBe('Проверьте введённое: текст — длиннее 10\u00A0000 знаков.');
    expect(say(long, 'en')).toBe('Check what you entered: text is longer than 10,000 characters.');
    expect(say({ name: 'action.to', problem: 'missing', limit: null }, 'ru')).toContain('кому передано — не заполнено');
    expect(say({ name: 'to', problem: 'bad-format', limit: null }, 'ru')).toContain('конец периода — не того вида');
  });
});

describe('errors in words', () => {
  const t = translators.ru;
  const english = 'the store said something in English';

  it('say the reason alone where there are words for it', () => {
    const error = new ApiError(403, 'E_FORBIDDEN', english, {
      reason: { key: 'action-not-for-role', params: { action: 'close', role: 'executor' } },
      requestId: 'ab12cd34',
    });
    expect(describeError(error, t)).toBe('Действие «Закрыть» не для вашей роли (исполнитель).');
  });

  it.each([
    ['a reason of a later version', { key: 'moon-is-full', params: {} }],
    ['a reason whose parameters are of another version', { key: 'move-forbidden', params: { status: 'on-hold' } }],
    ['no reason', null],
  ])('say the sentence of the code, the code and the request for %s', (_what, reason) => {
    const error = new ApiError(409, 'E_MOVE_FORBIDDEN', english, { reason, requestId: 'ab12cd34' });
    expect(describeError(error, t)).toBe(
      'В нынешнем состоянии инцидента это действие невозможно. Код: E_MOVE_FORBIDDEN, запрос ab12cd34.',
    );
  });

  it('name a code that the dictionary does not know, with the status', () => {
    expect(describeError(new ApiError(500, 'E_NEW', english), t)).toContain('Код: E_NEW (500).');
  });

  it('never hold the server’s own sentence, whatever the code', () => {
    for (const [code, { status }] of Object.entries(errorCodes))
      expect(describeError(new ApiError(status, code, english), t)).not.toContain(english);
  });

  it('tell a missing reply from a refusal', () => {
    expect(describeError(new ApiError(0, 'E_NETWORK', 'x'), t)).toContain('не отвечает');
  });
});
