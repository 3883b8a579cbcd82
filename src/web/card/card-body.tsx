import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { RecurringMark, StatusBadge, TopicChip, UnsureMark, UrgentMark } from '../ui/chips.js';
import { Deadline } from '../ui/times.js';
import { ZoneNote } from '../ui/zone.js';
import { ActionBar } from './actions/action-bar.js';
import classes from './card-body.module.css';
import { ClockSection } from './clock-section.js';
import { EvidenceSection } from './evidence-section.js';
import { HistorySection } from './history-section.js';
import { PlaceSection } from './place-section.js';
import { PostsSection } from './posts-section.js';
import { RouteSection } from './route-section.js';
import { SeriesLine } from './series-line.js';
import { SimilarSection } from './similar-section.js';
import { StandingSection } from './standing-section.js';
import { TopicSection } from './topic-section.js';

/** Everything known of the incident: first what to decide on, then why, then what has happened. */
export function CardBody({ card }: { card: IncidentCard }) {
  const { t } = useI18n();
  const { incident } = card;
  return (
    <div className={classes.scroll}>
      <div className={classes.top}>
        <h2 className={classes.title}>{incident.title}</h2>
        <div className={classes.badges}>
          <StatusBadge status={incident.status} />
          {incident.dueAt !== null && <Deadline dueAt={incident.dueAt} long />}
          {incident.urgency === 'urgent' && <UrgentMark withText />}
          <TopicChip group={incident.group} topic={incident.topic} />
          {incident.unsure && <UnsureMark />}
          {incident.recurrences > 0 && <RecurringMark count={incident.recurrences} />}
          <span className={classes.soft}>
            {t('row.people', { n: incident.peopleCount })} · {t('row.posts', { n: incident.postCount })}
          </span>
          <ZoneNote />
        </div>
        <SeriesLine id={incident.id} />
      </div>
      <StandingSection card={card} />
      <ActionBar card={card} />
      <div className={classes.grid}>
        <PlaceSection incident={incident} />
        <RouteSection incident={incident} />
      </div>
      <PostsSection card={card} />
      <SimilarSection key={incident.id} id={incident.id} />
      <TopicSection card={card} />
      <ClockSection card={card} />
      <HistorySection history={card.history} />
      <EvidenceSection incident={incident} />
    </div>
  );
}
