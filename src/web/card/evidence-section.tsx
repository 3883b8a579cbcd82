import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import { describeEngine } from '../lib/engines.js';
import { describeTarget } from '../lib/names.js';
import { useNames } from '../ui/use-names.js';
import classes from './evidence-section.module.css';
import { Section } from './section.js';

/** Every rule or feature behind the verdict of the opening post, the heaviest first. */
export function EvidenceSection({ incident }: { incident: IncidentCard['incident'] }) {
  const { t, language } = useI18n();
  const names = useNames();
  const evidence = [...incident.machine.verdict.evidence].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const revisions = Object.entries(incident.machine.revisions).map(([name, revision]) => `${name} ${revision}`);
  return (
    <Section title={t('section.evidence')}>
      {evidence.length === 0 ? (
        <p className={classes.soft}>{t('evidence.none')}</p>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark with a heading of its own
        <div
          className={classes.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
          tabIndex={0}
          role="region"
          aria-label={`${t('evidence.rule')}, ${t('evidence.words')}`}
        >
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('evidence.rule')}</th>
                <th scope="col">{t('evidence.for')}</th>
                <th scope="col">{t('evidence.words')}</th>
                <th scope="col" className={classes.right}>
                  {t('evidence.weight')}
                </th>
              </tr>
            </thead>
            <tbody>
              {evidence.map((one) => (
                <tr key={`${one.engine} ${one.id} ${one.target}`}>
                  <td>
                    <code title={one.revision}>{one.id}</code>
                    <span className={classes.engine}>{describeEngine(one.engine, t)}</span>
                  </td>
                  <td>{describeTarget(one.target, names, t)}</td>
                  <td>{one.words.map((word) => `«${word.text}»`).join(', ') || t('evidence.noWords')}</td>
                  <td className={classes.right}>
                    {one.weight > 0 ? '+' : ''}
                    {formatNumber(one.weight, language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revisions.length > 0 && (
        <p className={classes.foot}>{t('machine.revisions', { list: revisions.join(' · ') })}</p>
      )}
    </Section>
  );
}
