import { IconRobot, IconUser } from '@tabler/icons-react';
import type { HistoryEntry } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { describeChange } from '../lib/history.js';
import { ExternalLink } from '../ui/external-link.js';
import { Moment } from '../ui/times.js';
import { useNames } from '../ui/use-names.js';
import { useZone } from '../ui/zone.js';
import classes from './history.module.css';

/** One event: what, who, when, and the words that came with it. */
export function HistoryLine({ entry }: { entry: HistoryEntry }) {
  const { t, language } = useI18n();
  const { zone } = useZone();
  const words = describeChange(entry.change, { names: useNames(), language, t, zone });
  const isMachine = entry.actor.kind === 'machine';
  const Icon = isMachine ? IconRobot : IconUser;
  return (
    <li className={classes.line}>
      <span className={classes.icon} data-machine={isMachine}>
        <Icon size={14} stroke={1.75} aria-hidden />
      </span>
      <div className={classes.body}>
        <p>{words.sentence}</p>
        {words.quote && <blockquote className={classes.quote}>{words.quote}</blockquote>}
        {words.url && <ExternalLink url={words.url}>{words.url}</ExternalLink>}
        <p className={classes.meta}>
          {isMachine ? t('history.machine') : entry.actor.name} · <Moment at={entry.at} />
        </p>
      </div>
    </li>
  );
}
