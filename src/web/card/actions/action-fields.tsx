import { NativeSelect, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import type { Nature, Outcome, PauseReason } from '../../../core/incident.js';
import type { GroupCode, Urgency } from '../../../core/verdict.js';
import { useMeta } from '../../api/queries.js';
import { useI18n } from '../../i18n/i18n.js';
import type { MessageKey } from '../../i18n/translate.js';
import { natures, outcomes, pauseReasons, urgencies } from '../../lib/codes.js';
import type { Problems } from './build-action.js';
import type { Draft } from './draft.js';
import { DraftPicker } from './draft-picker.js';
import { MergeFields } from './merge-fields.js';
import { SettleFields } from './settle-fields.js';
import { SplitFields } from './split-fields.js';
import { UndoFields } from './undo-fields.js';

interface ActionFieldsProps {
  type: IncidentActionType;
  draft: Draft;
  setDraft: (change: Partial<Draft>) => void;
  problems: Problems;
  card: IncidentCard;
}

/** Label and longest text of each action's main field; null where it has none. */
const texts: Record<IncidentActionType, { label: MessageKey; limit: number } | null> = {
  accept: null,
  assign: { label: 'field.note', limit: 2_000 },
  'start-work': null,
  'interim-answer': { label: 'field.answer', limit: 10_000 },
  'propose-answer': { label: 'field.proposal', limit: 10_000 },
  'approve-answer': { label: 'field.noteOptional', limit: 2_000 },
  'return-answer': { label: 'field.reason', limit: 2_000 },
  forward: { label: 'field.reason', limit: 2_000 },
  pause: { label: 'field.noteOptional', limit: 2_000 },
  resume: null,
  'change-nature': null,
  'change-topic': null,
  'change-urgency': null,
  'not-incident': { label: 'field.reason', limit: 2_000 },
  answer: { label: 'field.answer', limit: 10_000 },
  close: { label: 'field.reasonOptional', limit: 2_000 },
  reopen: { label: 'field.reason', limit: 2_000 },
  merge: { label: 'field.reasonOptional', limit: 2_000 },
  split: { label: 'field.reason', limit: 2_000 },
  'settle-promise': { label: 'field.noteOptional', limit: 2_000 },
  undo: { label: 'field.reasonOptional', limit: 2_000 },
  comment: { label: 'field.comment', limit: 4_000 },
};

/** The fields that an action needs. */
export function ActionFields({ type, draft, setDraft, problems, card }: ActionFieldsProps) {
  const { incident } = card;
  const { t, language } = useI18n();
  const { data: meta } = useMeta();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(
    () => ref.current?.querySelector<HTMLElement>('input:not([type="hidden"],[data-helper]),textarea,select')?.focus(),
    [],
  );
  const problem = (name: keyof Problems) => (problems[name] ? t(problems[name]) : null);
  const isReasonOwed = type === 'close' && !card.selfEvidentOutcomes.includes(draft.outcome);
  const text = isReasonOwed ? { label: 'field.reason' as const, limit: 2_000 } : texts[type];
  const isPublished = type === 'answer' || type === 'interim-answer';
  const group = meta?.groups.find((one) => one.code === draft.group);

  /** The machine's candidates first, then all. */
  const ranked = incident.machine.route.ranked.map((one) => one.executorId);
  const rankOf = (id: string) => (ranked.includes(id) ? ranked.indexOf(id) : ranked.length);
  const executors = [...(meta?.executors ?? [])]
    .sort((a, b) => rankOf(a.id) - rankOf(b.id) || a.name.localeCompare(b.name, 'ru'))
    .map((one) => ({ value: one.id, label: one.name }));

  return (
    <div ref={ref} style={{ display: 'contents' }}>
      {type === 'assign' && (
        <Select
          label={t('field.executor')}
          placeholder={t('field.executorPick')}
          searchable
          data={executors}
          limit={50}
          nothingFoundMessage={t('field.noMatches')}
          value={draft.executorId}
          error={problem('executorId')}
          onChange={(executorId) => setDraft({ executorId })}
        />
      )}
      {type === 'change-topic' && (
        <>
          <Select
            label={t('field.group')}
            searchable
            data={(meta?.groups ?? []).map((one) => ({ value: one.code, label: one[language] }))}
            nothingFoundMessage={t('field.noMatches')}
            value={draft.group}
            error={problem('group')}
            onChange={(value) => setDraft({ group: value as GroupCode | null, topic: null })}
          />
          <Select
            label={t('field.topic')}
            searchable
            clearable
            disabled={!group || group.topics.length === 0}
            data={(group?.topics ?? []).map((one) => ({ value: one.id, label: one[language] }))}
            nothingFoundMessage={t('field.noMatches')}
            value={draft.topic}
            onChange={(topic) => setDraft({ topic })}
          />
        </>
      )}
      {type === 'change-urgency' && (
        <Radio.Group
          label={t('field.urgency')}
          value={draft.urgency}
          onChange={(value) => setDraft({ urgency: value as Urgency })}
        >
          {urgencies.map((urgency) => (
            <Radio key={urgency} mt={8} size="sm" value={urgency} label={t(`urgency.${urgency}`)} />
          ))}
        </Radio.Group>
      )}
      {type === 'change-nature' && (
        <NativeSelect
          label={t('field.nature')}
          value={draft.nature}
          data={natures.map((nature) => ({ value: nature, label: t(`nature.${nature}`) }))}
          onChange={(event) => setDraft({ nature: event.currentTarget.value as Nature })}
        />
      )}
      {type === 'pause' && (
        <NativeSelect
          label={t('field.pauseReason')}
          value={draft.pauseReason}
          data={pauseReasons.map((reason) => ({ value: reason, label: t(`pause.${reason}`) }))}
          onChange={(event) => setDraft({ pauseReason: event.currentTarget.value as PauseReason })}
        />
      )}
      {type === 'forward' && (
        <>
          <TextInput
            label={t('field.forwardTo')}
            maxLength={300}
            value={draft.forwardTo}
            error={problem('forwardTo')}
            onChange={(event) => setDraft({ forwardTo: event.currentTarget.value })}
          />
          <TextInput
            label={t('field.reference')}
            maxLength={200}
            value={draft.reference}
            onChange={(event) => setDraft({ reference: event.currentTarget.value })}
          />
        </>
      )}
      {type === 'interim-answer' && (
        <TextInput
          label={t('field.finalBy')}
          type="date"
          value={draft.finalBy}
          error={problem('finalBy')}
          onChange={(event) => setDraft({ finalBy: event.currentTarget.value })}
        />
      )}
      {type === 'close' && (
        <NativeSelect
          label={t('field.outcome')}
          value={draft.outcome}
          data={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
          onChange={(event) => setDraft({ outcome: event.currentTarget.value as Outcome })}
        />
      )}
      {type === 'merge' && (
        <MergeFields incident={incident} draft={draft} setDraft={setDraft} problem={problem('into')} />
      )}
      {type === 'split' && <SplitFields card={card} draft={draft} setDraft={setDraft} problem={problem('postIds')} />}
      {type === 'undo' && <UndoFields incident={incident} draft={draft} setDraft={setDraft} problem={problem('seq')} />}
      {(isPublished || type === 'propose-answer') && (
        <DraftPicker incident={incident} type={type} text={draft.text} fill={setDraft} />
      )}
      {type === 'settle-promise' && (
        <SettleFields incident={incident} draft={draft} setDraft={setDraft} problem={problem} />
      )}
      {text && (
        <Textarea
          label={t(text.label)}
          autosize
          minRows={isPublished || type === 'propose-answer' ? 4 : 2}
          maxRows={14}
          maxLength={text.limit}
          value={draft.text}
          error={problem('text')}
          onChange={(event) => setDraft({ text: event.currentTarget.value })}
        />
      )}
      {isPublished && (
        <>
          <TextInput
            label={t('field.url')}
            type="url"
            inputMode="url"
            placeholder="https://"
            value={draft.url}
            error={problem('url')}
            onChange={(event) => setDraft({ url: event.currentTarget.value })}
          />
          <TextInput
            label={t('field.elsewhere')}
            placeholder={t('field.elsewhereHint')}
            maxLength={300}
            value={draft.elsewhere}
            onChange={(event) => setDraft({ elsewhere: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}
