import { Skeleton } from '@mantine/core';
import { useI18n } from '../i18n/i18n.js';
import classes from './list-skeleton.module.css';

const lines = ['92%', '78%', '85%', '64%', '88%', '70%', '81%', '75%', '90%', '66%'];

/** Grey rows in the shape of the queue. */
export function ListSkeleton() {
  const { t } = useI18n();
  return (
    <div role="status" aria-label={t('queue.loading')} className={classes.list}>
      {lines.map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton height={12} width={70} />
          <Skeleton height={20} width={130} radius="xl" />
          <div className={classes.text}>
            <Skeleton height={11} width={width} />
            <Skeleton height={11} width="46%" />
          </div>
          <Skeleton height={12} width={90} />
        </div>
      ))}
    </div>
  );
}
