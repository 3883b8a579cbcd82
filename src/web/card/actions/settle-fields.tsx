import { Radio } from '@mantine/core';
import type { IncidentCard } from '../../../core/http.js';
import { useI18n } from '../../i18n/i18n.js';
import { formatDay } from '../../lib/dates.js';
import type { Draft } from './draft.js';

interface SettleFieldsProps {
  incident: IncidentCard['incident'];
  draft: Draft;
  setDraft: (change: Partial<Draft>) => void;
  problem: (name: 'seq' | 'kept') => string | null;
}

/** Which promise, and whether it was kept. */
export function SettleFields({ incident, draft, setDraft, problem }: SettleFieldsProps) {
  const { t, language } = useI18n();
  return (
    <>
      <Radio.Group
        label={t('field.promise')}
        value={draft.seq === null ? '' : String(draft.seq)}
        error={problem('seq')}
        onChange={(seq) => setDraft({ seq: Number(seq) })}
      >
        {incident.promises.map(({ seq, dueOn, text, state }) => (
          <Radio
            key={seq}
            mt={8}
            size="sm"
            value={String(seq)}
            label={`${t('promise.by', { date: formatDay(dueOn, language, 'UTC') })}${state === 'open' ? '' : ` (${t(`promise.${state}`)})`}: ${text}`}
          />
        ))}
      </Radio.Group>
      <Radio.Group
        label={t('field.kept')}
        value={draft.kept === null ? '' : draft.kept ? 'kept' : 'broken'}
        error={problem('kept')}
        onChange={(value) => setDraft({ kept: value === 'kept' })}
      >
        {(['kept', 'broken'] as const).map((state) => (
          <Radio key={state} mt={8} size="sm" value={state} label={t(`promise.${state}`)} />
        ))}
      </Radio.Group>
    </>
  );
}
