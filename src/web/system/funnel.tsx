import { useI18n } from '../i18n/i18n.js';
import { isMessageKey, type Translate } from '../i18n/translate.js';
import { formatNumber } from '../lib/dates.js';
import type { FunnelStep } from '../lib/funnel.js';
import page from '../ui/page.module.css';
import classes from './funnel.module.css';
import head from './system-page.module.css';

function stageName(stage: string, t: Translate): string {
  const key = `stage.${stage}`;
  return isMessageKey(key) ? t(key) : stage;
}

function reasonName(reason: string, t: Translate): string {
  const key = `reason.${reason}`;
  return isMessageKey(key) ? t(key) : reason;
}

/** The conservation ledger: per stage how many posts entered, went on, were dropped (why) or failed. */
export function Funnel({ steps }: { steps: readonly FunnelStep[] }) {
  const { t, language } = useI18n();
  const most = Math.max(1, ...steps.map((step) => step.entered));
  const number = (value: number) => formatNumber(value, language);
  return (
    <section className={page.panel} aria-labelledby="funnel">
      <div className={head.sectionHead}>
        <h2 id="funnel" className={head.sectionTitle}>
          {t('system.funnel')}
        </h2>
        <p className={page.soft}>{t('system.funnelHint')}</p>
      </div>
      {steps.length === 0 ? (
        <p className={head.empty}>{t('system.funnelEmpty')}</p>
      ) : (
        <ol className={classes.list}>
          {steps.map((step) => (
            <li key={`${step.queue} ${step.stage}`} className={classes.step}>
              <div className={classes.name}>
                <span>{stageName(step.stage, t)}</span>
                <span className={page.soft}>{step.queue}</span>
              </div>
              <div className={classes.middle}>
                <div className={classes.track} aria-hidden>
                  <span className={classes.passed} style={{ width: `${(step.passed / most) * 100}%` }} />
                  <span
                    className={classes.lost}
                    style={{ width: `${((step.entered - step.passed - step.failed) / most) * 100}%` }}
                  />
                  <span className={classes.failed} style={{ width: `${(step.failed / most) * 100}%` }} />
                </div>
                {(step.dropped.length > 0 || step.failed > 0) && (
                  <div className={classes.reasons}>
                    {step.dropped.map((drop) => (
                      <span key={drop.reason}>
                        {reasonName(drop.reason, t)} <b>{number(drop.count)}</b>
                      </span>
                    ))}
                    {step.failed > 0 && (
                      <span className={classes.failedText}>
                        {t('system.failed')} <b>{number(step.failed)}</b>
                      </span>
                    )}
                  </div>
                )}
              </div>
              <div className={classes.numbers}>
                <span title={t('system.entered')}>{number(step.entered)}</span>
                <span className={page.soft}> → </span>
                <span title={t('system.passed')}>{number(step.passed)}</span>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
