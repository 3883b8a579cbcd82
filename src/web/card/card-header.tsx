import { ActionIcon, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconLink, IconX } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import classes from './card-header.module.css';

interface CardHeaderProps {
  id: string;
  number: string | null;
  isSide: boolean;
  close: () => void;
}

/** Number, link and way back. */
export function CardHeader({ id, number, isSide, close }: CardHeaderProps) {
  const { t } = useI18n();
  // Beside the list the page's first heading is the queue's.
  const Heading = isSide ? 'p' : 'h1';
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/incidents/${id}`);
    notifications.show({ message: t('card.copied'), color: 'green' });
  };
  return (
    <div className={classes.header}>
      {!isSide && (
        <Button
          variant="subtle"
          color="gray"
          px={8}
          leftSection={<IconArrowLeft size={18} stroke={1.75} />}
          onClick={close}
        >
          {t('card.back')}
        </Button>
      )}
      <Heading className={classes.number}>{number === null ? t('card.label') : t('card.number', { number })}</Heading>
      <span className={classes.tools}>
        {navigator.clipboard && (
          <ActionIcon aria-label={t('card.copy')} title={t('card.copy')} onClick={() => void copy()}>
            <IconLink size={18} stroke={1.75} />
          </ActionIcon>
        )}
        {isSide && (
          <ActionIcon aria-label={t('card.close')} title={`${t('card.close')} (Esc)`} onClick={close}>
            <IconX size={18} stroke={1.75} />
          </ActionIcon>
        )}
      </span>
    </div>
  );
}
