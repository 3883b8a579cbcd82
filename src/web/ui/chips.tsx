import { Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconCircleX,
  IconFileCheck,
  IconFileText,
  IconFlame,
  IconGitMerge,
  IconHelpCircle,
  IconMessageDots,
  IconMessageReply,
  IconRepeat,
  IconShare3,
  IconTool,
  IconUserCheck,
} from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { IncidentStatus } from '../../core/incident.js';
import type { GroupCode } from '../../core/verdict.js';
import { useI18n } from '../i18n/i18n.js';
import classes from './chips.module.css';
import { groupLooks } from './group-looks.js';
import { useNames } from './use-names.js';

/** The group's icon in its own colour. */
export function GroupIcon({ group, size = 16 }: { group: GroupCode | null; size?: number }) {
  const look = groupLooks[group ?? 'other'] ?? groupLooks.other;
  const Icon = look.icon;
  return (
    <span className={classes.groupIcon} style={{ '--hue': look.hue } as CSSProperties}>
      <Icon size={size} stroke={1.75} aria-hidden />
    </span>
  );
}

interface TopicChipProps {
  group: GroupCode | null;
  topic: string | null;
  /** Two lines in place of an ellipsis. */
  wraps?: boolean;
}

/** Group and topic of an incident; the topic leads where there is one. */
export function TopicChip({ group, topic, wraps = false }: TopicChipProps) {
  const { t } = useI18n();
  const names = useNames();
  const groupName = names.group(group);
  const label = names.topic(topic) ?? groupName ?? t('row.noTopic');
  const look = groupLooks[group ?? 'other'] ?? groupLooks.other;
  return (
    <span
      className={classes.chip}
      data-wraps={wraps}
      style={{ '--hue': look.hue } as CSSProperties}
      title={groupName && groupName !== label ? `${groupName} · ${label}` : label}
    >
      <GroupIcon group={group} size={14} />
      <span className={classes.chipText}>{label}</span>
    </span>
  );
}

const statusIcons = {
  new: IconCircleDashed,
  accepted: IconCircleDot,
  assigned: IconUserCheck,
  'in-work': IconTool,
  interim: IconMessageDots,
  proposed: IconFileText,
  approved: IconFileCheck,
  answered: IconMessageReply,
  closed: IconCircleCheck,
  forwarded: IconShare3,
  'not-incident': IconCircleX,
  merged: IconGitMerge,
} as const satisfies Record<IncidentStatus, unknown>;

export function StatusBadge({ status }: { status: IncidentStatus }) {
  const { t } = useI18n();
  const Icon = statusIcons[status];
  return (
    <span className={classes.status} data-status={status}>
      <Icon size={15} stroke={2} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}

/** Shown for urgent incidents only; ordinary is the quiet default. */
export function UrgentMark({ withText = false }: { withText?: boolean }) {
  const { t } = useI18n();
  return (
    <span className={classes.urgent} title={t('urgency.urgent')}>
      <IconFlame size={15} stroke={2} aria-hidden />
      {withText ? t('urgency.urgent') : <VisuallyHidden>{t('urgency.urgent')}</VisuallyHidden>}
    </span>
  );
}

/** How often the problem came back after an answer or a closing. */
export function RecurringMark({ count }: { count: number }) {
  const { t } = useI18n();
  return (
    <Tooltip label={t('row.recurring')}>
      <span className={classes.unsure}>
        <IconRepeat size={14} stroke={2} aria-hidden />
        {t('row.recurringShort', { count })}
      </span>
    </Tooltip>
  );
}

export function UnsureMark() {
  const { t } = useI18n();
  return (
    <Tooltip label={t('row.unsure')}>
      <span className={classes.unsure}>
        <IconHelpCircle size={14} stroke={2} aria-hidden />
        {t('row.unsureShort')}
      </span>
    </Tooltip>
  );
}
