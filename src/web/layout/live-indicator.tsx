import { Tooltip } from '@mantine/core';
import { useLive } from '../api/live.js';
import { useI18n } from '../i18n/i18n.js';
import classes from './live-indicator.module.css';

/** Whether new incidents come in by themselves. */
export function LiveIndicator() {
  const { t } = useI18n();
  const state = useLive();
  const label = t(`live.${state}`);
  return (
    <Tooltip label={state === 'off' ? t('live.offHint') : t('live.onHint')}>
      <span className={classes.live} data-state={state} role="status">
        <span className={classes.dot} aria-hidden />
        <span className={classes.text}>{label}</span>
      </span>
    </Tooltip>
  );
}
