import { Radio, Skeleton, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncidentCard, IncidentRow } from '../../../core/http.js';
import { useMergeable, useMergePreview, useSimilar } from '../../api/queries.js';
import { useI18n } from '../../i18n/i18n.js';
import { mergeableStatuses } from '../../lib/codes.js';
import { describePlace } from '../../lib/place-words.js';
import { StatusBadge } from '../../ui/chips.js';
import { Moment } from '../../ui/times.js';
import type { Draft } from './draft.js';
import classes from './tie-fields.module.css';

interface MergeFieldsProps {
  incident: IncidentCard['incident'];
  draft: Draft;
  setDraft: (change: Partial<Draft>) => void;
  problem: string | null;
}

/** Which incident this one goes on in: those that mean the same first, others by number or words; and what would come of it. */
export function MergeFields({ incident, draft, setDraft, problem }: MergeFieldsProps) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const similar = useSimilar(incident.id);
  const found = useMergeable(wanted);
  const near = similar.data?.items.map((item) => item.incident) ?? [];
  const rows = (wanted === '' ? near : (found.data?.items ?? [])).filter(
    (row) => row.id !== incident.id && (mergeableStatuses as readonly string[]).includes(row.status),
  );
  const isLoading = wanted === '' ? similar.isPending : found.isPending;
  return (
    <>
      <TextInput
        label={t('field.mergeFind')}
        placeholder={t('field.mergeFindHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Radio.Group
        label={t(wanted === '' ? 'field.mergeSimilar' : 'field.mergeFound')}
        value={draft.into?.id ?? ''}
        error={problem}
        onChange={(id) => {
          const row = rows.find((one) => one.id === id);
          if (row) setDraft({ into: { id: row.id, number: row.number, version: row.version } });
        }}
      >
        {isLoading && <Skeleton height={40} mt={8} role="status" aria-label={t('similar.loading')} />}
        {!isLoading && rows.length === 0 && <p className={classes.soft}>{t('field.mergeNone')}</p>}
        {rows.slice(0, 6).map((row) => (
          <Radio key={row.id} mt={8} size="sm" value={row.id} label={<Candidate row={row} />} />
        ))}
      </Radio.Group>
      {draft.into !== null && <Preview incident={incident} into={draft.into} />}
    </>
  );
}

function Candidate({ row }: { row: IncidentRow }) {
  const { t } = useI18n();
  const { settlement, address } = describePlace(row, t);
  return (
    <span className={classes.candidate}>
      <span className={classes.head}>
        <span className={classes.code}>{row.number}</span> <StatusBadge status={row.status} />{' '}
        <Moment at={row.clocks.publishedAt ?? row.clocks.fetchedAt} zone={row.timeZone} />
      </span>
      <span>{row.title}</span>
      <span className={classes.soft}>
        {[settlement, address].filter(Boolean).join(', ') || t('row.noPlace')} ·{' '}
        {t('row.people', { n: row.peopleCount })}
      </span>
    </span>
  );
}

/** This one, the other, and what the other becomes, side by side. */
function Preview({ incident, into }: { incident: IncidentCard['incident']; into: NonNullable<Draft['into']> }) {
  const { t } = useI18n();
  const { data, error } = useMergePreview(incident.id, into.id);
  if (error) return <p className={classes.soft}>{t('field.mergeNoPreview')}</p>;
  if (!data) return <Skeleton height={96} role="status" aria-label={t('similar.loading')} />;
  const columns = [{ ...incident, timeZone: incident.machine.timeZone }, data.into, data.after];
  const since = (row: (typeof columns)[number]) => row.clocks.publishedAt ?? row.clocks.fetchedAt;
  return (
    <div className={classes.scroll}>
      <table className={classes.preview}>
        <caption>{t('merge.caption', { number: into.number })}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{incident.number}</th>
            <th scope="col">{into.number}</th>
            <th scope="col">{t('merge.after')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('merge.people')}</th>
            {columns.map((row, index) => (
              <td key={names[index]}>{row.peopleCount}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('merge.posts')}</th>
            {columns.map((row, index) => (
              <td key={names[index]}>{row.postCount}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('merge.since')}</th>
            {columns.map((row, index) => (
              <td key={names[index]}>
                <Moment at={since(row)} zone={row.timeZone} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('merge.due')}</th>
            {columns.map((row, index) => (
              <td key={names[index]}>{row.dueAt === null ? '—' : <Moment at={row.dueAt} zone={row.timeZone} />}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('merge.executor')}</th>
            {columns.map((row, index) => (
              <td key={names[index]}>{row.executorName}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

const names = ['this', 'other', 'after'] as const;
