import { IconFileText, IconSourceCode } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatPercent } from '../lib/dates.js';
import { describeLandmark } from '../lib/place-words.js';
import classes from './facts.module.css';
import { PointFact } from './point-fact.js';
import { Section } from './section.js';

const fields = ['region', 'municipality', 'settlement', 'district', 'street', 'house'] as const;
const origins = {
  text: 'place.fromText',
  source: 'place.fromSource',
  context: 'place.fromContext',
  thread: 'place.fromThread',
  boundary: 'place.fromBoundary',
  geocoder: 'place.fromGeocoder',
} as const;

/** The place, field by field, and whether the text named it or it comes from elsewhere; then its code and its point. */
export function PlaceSection({ incident }: { incident: IncidentCard['incident'] }) {
  const { t, language } = useI18n();
  const { place } = incident.machine;
  const known = fields.filter((field) => place[field] !== null);
  const originOf = (field: (typeof fields)[number]) => {
    if (place.named.includes(field)) return 'text';
    // A geocoder's word is its point; where the name itself came from was said before it.
    return place.evidence.find((entry) => entry.field === field && entry.from !== 'geocoder')?.from ?? 'source';
  };
  const fact = (name: string, children: ReactNode) => (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
  const isBare = known.length === 0 && place.landmarks.length === 0 && incident.oktmo === null;
  return (
    <Section
      title={t('section.place')}
      aside={known.length > 0 && t('place.confidence', { percent: formatPercent(place.confidence, language) })}
    >
      {known.length === 0 && <p className={classes.soft}>{t('place.none')}</p>}
      {!isBare && (
        <dl className={classes.facts}>
          {known.map((field) => {
            const origin = originOf(field);
            const Icon = origin === 'text' ? IconFileText : IconSourceCode;
            return (
              <div key={field} className={classes.fact}>
                <dt>{t(`place.${field}`)}</dt>
                <dd>
                  <span>{place[field]?.split(';').join(', ')}</span>
                  <span className={classes.origin} data-origin={origin}>
                    <Icon size={13} stroke={1.75} aria-hidden />
                    {t(origins[origin])}
                  </span>
                </dd>
              </div>
            );
          })}
          {place.landmarks.length > 0 &&
            fact(t('place.landmark'), place.landmarks.map((landmark) => describeLandmark(landmark, t)).join(', '))}
          {known.length > 0 && fact(t('place.precision'), t(`precision.${place.precision}`))}
          {incident.oktmo !== null && fact(t('place.oktmo'), <span className={classes.code}>{incident.oktmo}</span>)}
          {known.length > 0 && fact(t('place.point'), <PointFact place={place} />)}
        </dl>
      )}
    </Section>
  );
}
