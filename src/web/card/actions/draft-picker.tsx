import { Alert, Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { AnswerDraft, DraftKind } from '../../../core/answer-draft.js';
import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import { useAnswerDrafts } from '../../api/queries.js';
import { useI18n } from '../../i18n/i18n.js';
import classes from './draft-picker.module.css';
import { gapsOf, groupDrafts, joinTexts } from './pick-draft.js';

interface DraftPickerProps {
  incident: IncidentCard['incident'];
  type: IncidentActionType;
  /** What stands in the form. */
  text: string;
  fill: (change: { text: string; finalBy?: string }) => void;
}

/** Fills the form from a template. What somebody typed is never replaced without asking. */
export function DraftPicker({ incident, type, text, fill }: DraftPickerProps) {
  const { t } = useI18n();
  const { data, isError } = useAnswerDrafts(incident.id, incident.version);
  const [chosen, setChosen] = useState<AnswerDraft | null>(null);
  const [filled, setFilled] = useState<string | null>(null);
  const isTyped = text.trim() !== '' && text !== filled;
  const groups = groupDrafts(data?.items ?? [], type);
  const gaps = gapsOf(text);

  const put = (draft: AnswerDraft, next: string) => {
    fill({ text: next, ...(type === 'interim-answer' && draft.finalBy ? { finalBy: draft.finalBy } : {}) });
    setFilled(next);
    setChosen(null);
  };
  const choose = (id: string | null) => {
    const draft = data?.items.find(({ templateId }) => templateId === id);
    if (draft === undefined) return;
    if (isTyped) setChosen(draft);
    else put(draft, draft.text);
  };
  if (isError) return <p className={classes.soft}>{t('drafts.failed')}</p>;
  // What was approved is what is published: no draft may take its place.
  if (groups.length === 0 || incident.status === 'approved') return null;
  return (
    <>
      <Select
        label={t('drafts.label')}
        placeholder={t('drafts.pick')}
        searchable
        // It serves the text, which is what one begins with.
        data-helper
        nothingFoundMessage={t('field.noMatches')}
        data={groups.map(({ kind, items }) => ({
          group: t(`drafts.kind.${kind as DraftKind}`),
          items: items.map(({ templateId, name }) => ({ value: templateId, label: name })),
        }))}
        value={null}
        onChange={choose}
      />
      {chosen !== null && (
        <Alert color="yellow" role="alert">
          <p className={classes.question}>{t('drafts.typed', { name: chosen.name })}</p>
          <div className={classes.buttons}>
            <Button size="xs" onClick={() => put(chosen, chosen.text)}>
              {t('drafts.replace')}
            </Button>
            <Button size="xs" variant="default" onClick={() => put(chosen, joinTexts(text, chosen.text))}>
              {t('drafts.append')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setChosen(null)}>
              {t('drafts.keep')}
            </Button>
          </div>
        </Alert>
      )}
      {gaps.length > 0 && <p className={classes.gaps}>{t('drafts.gaps', { gaps: gaps.join(', ') })}</p>}
    </>
  );
}
