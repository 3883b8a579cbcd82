import { UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import classes from './new-pill.module.css';

/** «3 новых»: incidents that came in while the operator was reading. */
export function NewPill({ count, accept }: { count: number; accept: () => void }) {
  const { t } = useI18n();
  return (
    <div className={classes.place} role="status">
      <UnstyledButton className={classes.pill} onClick={accept} aria-label={t('queue.showNew', { n: count })}>
        <IconArrowUp size={15} stroke={2} aria-hidden />
        {t('queue.new', { n: count })}
      </UnstyledButton>
    </div>
  );
}
