import { Alert, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import type { HistoryEntry, IncidentActionType, IncidentCard } from '../../../core/http.js';
import { useAction } from '../../api/queries.js';
import { useI18n } from '../../i18n/i18n.js';
import { ApiError, describeError } from '../../lib/error-words.js';
import classes from './action-bar.module.css';
import { ActionFields } from './action-fields.js';
import { buildAction, type Problems } from './build-action.js';
import { ConflictNote } from './conflict-note.js';
import { useDraft } from './use-draft.js';

interface ActionFormProps {
  type: IncidentActionType;
  card: IncidentCard;
  done: () => void;
}

function conflictOf(error: unknown): { version: number; events: HistoryEntry[] } | null {
  if (!(error instanceof ApiError) || error.code !== 'E_CONFLICT') return null;
  const { version, events } = error.details as { version?: number; events?: HistoryEntry[] };
  return typeof version === 'number' ? { version, events: events ?? [] } : null;
}

/** The form of one action: it is sent upon the version that the operator saw; on any failure the fields stay filled. */
export function ActionForm({ type, card, done }: ActionFormProps) {
  const { t } = useI18n();
  const { draft, setDraft, clear } = useDraft(card.incident, type);
  const [problems, setProblems] = useState<Problems>({});
  const action = useAction(card.incident.id);
  const conflict = conflictOf(action.error);
  const isAllowed = card.allowed.includes(type);

  const send = (version: number) => {
    const built = buildAction(type, draft, card.selfEvidentOutcomes);
    setProblems(built.problems ?? {});
    if (built.action === null) return;
    action.mutate(
      { version, action: built.action },
      {
        onSuccess: () => {
          clear();
          notifications.show({ message: t('action.saved'), color: 'green', autoClose: 2_500 });
          done();
        },
        onError: (error) => {
          // Chosen again it is taken at the version that it has now.
          if (error instanceof ApiError && error.reason?.key === 'merge-other-changed') setDraft({ into: null });
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(conflict?.version ?? draft.version);
  };
  const cancel = () => {
    clear();
    done();
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate aria-label={t(`action.${type}`)}>
      <h3 className={classes.formTitle}>{t(`action.${type}`)}</h3>
      <ActionFields type={type} draft={draft} setDraft={setDraft} problems={problems} card={card} />
      {conflict && <ConflictNote events={conflict.events} />}
      {action.error && !conflict && (
        <Alert color="red" role="alert" title={t('error.title')}>
          {describeError(action.error, t)}
        </Alert>
      )}
      {!isAllowed && (
        <Alert color="yellow" role="alert">
          {t('action.gone')}
        </Alert>
      )}
      <div className={classes.formButtons}>
        <Button type="submit" loading={action.isPending} disabled={!isAllowed}>
          {conflict ? t('conflict.retry') : t('action.submit')}
        </Button>
        <Button variant="default" onClick={cancel} disabled={action.isPending}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
