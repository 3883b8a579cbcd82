import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { IncidentCard } from '../../core/http.js';
import type { GroupCode, Verdict } from '../../core/verdict.js';
import { useAction } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { formatPercent } from '../lib/dates.js';
import { describeError } from '../lib/error-words.js';
import { useNames } from '../ui/use-names.js';
import classes from './candidates.module.css';

/** Offered to choose from: more would be no help. */
const offered = 3;

interface Candidate {
  group: GroupCode;
  /** Taken with the group; null when none of its topics is likely enough. */
  topic: string | null;
  probability: number;
}

/** The likeliest groups, each with the topic that makes up most of it. */
function candidatesOf({ group: first, topic: own, groups, topics }: Verdict): Candidate[] {
  return groups.slice(0, offered).map(({ group, probability }) => {
    const best = topics.find(({ topic }) => topic.startsWith(`${group}.`));
    const likely = best !== undefined && best.probability * 2 >= probability ? best.topic : null;
    return { group, topic: group === first ? own : likely, probability };
  });
}

/** The likeliest groups as buttons: one click takes one for the topic, upon the version that the operator saw. */
export function Candidates({ card }: { card: IncidentCard }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { incident } = card;
  const { verdict } = incident.machine;
  const action = useAction(incident.id);
  const choose = (group: GroupCode, topic: string | null) => {
    action.mutate(
      { version: incident.version, action: { type: 'change-topic', group, topic } },
      { onSuccess: () => notifications.show({ message: t('action.saved'), color: 'green', autoClose: 2_500 }) },
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a form around it
    <div className={classes.candidates} role="group" aria-label={t('topic.candidates')}>
      {candidatesOf(verdict).map(({ group, topic, probability }) => (
        <Button
          key={group}
          size="xs"
          variant="default"
          h="auto"
          mih={30}
          py={5}
          loading={
            action.isPending &&
            action.variables.action.type === 'change-topic' &&
            action.variables.action.group === group
          }
          disabled={action.isPending}
          onClick={() => choose(group, topic)}
        >
          <span className={classes.name}>
            {names.group(group) ?? group}
            {topic !== null && <span className={classes.topic}>{names.topic(topic) ?? topic}</span>}
          </span>
          <span className={classes.share}>{formatPercent(probability, language)}</span>
        </Button>
      ))}
      {action.error && (
        <p role="alert" className={classes.error}>
          {describeError(action.error, t)}
        </p>
      )}
    </div>
  );
}
