import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInbox, IconLock, IconSearchOff } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { ApiError, describeError } from '../lib/error-words.js';
import classes from './state-block.module.css';

export interface StateBlockProps {
  tone: 'empty' | 'search' | 'locked' | 'danger';
  title: string;
  hint?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
  /** Heading level that fits the place. */
  level?: 1 | 2;
}

const icons = { empty: IconInbox, search: IconSearchOff, locked: IconLock, danger: IconAlertTriangle };

/** A whole area's state in words: empty, forbidden, failed. */
export function StateBlock({ tone, title, hint, action, level = 2 }: StateBlockProps) {
  const Icon = icons[tone];
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={classes.block} data-tone={tone} role={tone === 'danger' ? 'alert' : undefined}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.5} aria-hidden />
      </span>
      <Heading className={classes.title}>{title}</Heading>
      {hint && <p className={classes.hint}>{hint}</p>}
      {action && (
        <Button variant="default" onClick={action.run} mt={8}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

/** What a failed request shows: 403 and 404 have their own titles, the rest may be tried again. */
export function ErrorBlock({
  error,
  retry,
  notFound,
}: {
  error: unknown;
  retry: () => void;
  notFound?: [string, string];
}) {
  const { t } = useI18n();
  if (error instanceof ApiError && error.status === 403) {
    return (
      <StateBlock
        tone="locked"
        title={t('forbidden.title')}
        hint={`${describeError(error, t)} ${t('forbidden.hint')}`}
      />
    );
  }
  if (error instanceof ApiError && error.status === 404 && notFound) {
    return <StateBlock tone="search" title={notFound[0]} hint={notFound[1]} />;
  }
  return (
    <StateBlock
      tone="danger"
      title={t('error.title')}
      hint={describeError(error, t)}
      action={{ label: t('error.retry'), run: retry }}
    />
  );
}
