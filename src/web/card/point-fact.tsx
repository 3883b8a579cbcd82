import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy } from '@tabler/icons-react';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatPoint } from '../lib/place-words.js';
import classes from './facts.module.css';

/** Coordinates to be copied into a map of one's own, with what they stand for: no map is loaded from elsewhere. */
export function PointFact({ place }: { place: IncidentCard['incident']['machine']['place'] }) {
  const { t } = useI18n();
  const { point, pointOf, pointLicence } = place;
  if (point === null) return <span className={classes.soft}>{t('place.noPoint')}</span>;
  const text = formatPoint(point);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: t('place.copiedPoint'), color: 'green' });
  };
  return (
    <>
      {navigator.clipboard ? (
        <UnstyledButton
          className={classes.copy}
          title={t('place.copyPoint')}
          aria-label={`${t('place.copyPoint')}: ${text}`}
          onClick={() => void copy()}
        >
          {text}
          <IconCopy size={13} stroke={1.75} aria-hidden />
        </UnstyledButton>
      ) : (
        <span className={classes.code}>{text}</span>
      )}
      {pointOf !== null && <span className={classes.origin}>{t(`pointOf.${pointOf}`)}</span>}
      {pointLicence !== undefined && <span className={classes.licence}>{pointLicence}</span>}
    </>
  );
}
