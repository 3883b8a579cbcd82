import { Radio } from '@mantine/core';
import type { IncidentCard } from '../../../core/http.js';
import { useI18n } from '../../i18n/i18n.js';
import type { Draft } from './draft.js';

interface UndoFieldsProps {
  incident: IncidentCard['incident'];
  draft: Draft;
  setDraft: (change: Partial<Draft>) => void;
  problem: string | null;
}

/** Which merge or split is taken back. */
export function UndoFields({ incident, draft, setDraft, problem }: UndoFieldsProps) {
  const { t } = useI18n();
  const { mergedInto, absorbed, splitOff } = incident.ties;
  const choices =
    incident.status === 'merged' && mergedInto !== null
      ? [{ seq: mergedInto.seq, label: t('undo.merged', { number: mergedInto.number }) }]
      : [
          ...absorbed.map(({ seq, number }) => ({ seq, label: t('undo.absorbed', { number }) })),
          ...splitOff.map(({ seq, number, postIds }) => ({
            seq,
            label: t('undo.split', { number, posts: t('row.posts', { n: postIds.length }) }),
          })),
        ];
  return (
    <Radio.Group
      label={t('field.undo')}
      description={t('field.undoHint')}
      value={draft.seq === null ? '' : String(draft.seq)}
      error={problem}
      onChange={(seq) => setDraft({ seq: Number(seq) })}
    >
      {choices.map(({ seq, label }) => (
        <Radio key={seq} mt={8} size="sm" value={String(seq)} label={label} />
      ))}
    </Radio.Group>
  );
}
