import { Button, Loader } from '@mantine/core';
import { useI18n } from '../i18n/i18n.js';
import classes from './virtual-rows.module.css';

interface ListFootProps {
  more: (() => void) | null;
  isLoading: boolean;
  hasFailed: boolean;
}

/** Below the last row: loading, failed, or that there is no more. */
export function ListFoot({ more, isLoading, hasFailed }: ListFootProps) {
  const { t } = useI18n();
  return (
    <div className={classes.foot} role="status">
      {isLoading && (
        <>
          <Loader size="xs" /> {t('queue.loadingMore')}
        </>
      )}
      {hasFailed && more && !isLoading && (
        <>
          {t('error.title')}
          <Button size="compact-sm" variant="default" onClick={more}>
            {t('error.retry')}
          </Button>
        </>
      )}
      {!more && t('queue.end')}
    </div>
  );
}
