import { IconCloudOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useLive } from '../api/live.js';
import { useI18n } from '../i18n/i18n.js';
import classes from './banner.module.css';

function subscribe(onChange: () => void) {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

/** A line under the header while the network or the server is away. */
export function Banner() {
  const { t } = useI18n();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const live = useLive();
  if (isOnline && live !== 'off') return null;
  return (
    <div className={classes.banner} role="status">
      <IconCloudOff size={18} stroke={1.75} aria-hidden />
      <span>{isOnline ? t('banner.stream') : t('banner.offline')}</span>
    </div>
  );
}
