import { VisuallyHidden } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.js';
import { safeHttpUrl } from '../lib/safe-url.js';
import classes from './external-link.module.css';

/** A link to another site; an address that is not http(s) is shown as text only. */
export function ExternalLink({ url, label, children }: { url: string | null; label?: string; children: ReactNode }) {
  const { t } = useI18n();
  const href = safeHttpUrl(url);
  if (href === null) return <span className={classes.plain}>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={classes.link} title={href}>
      <span>{children}</span>
      <IconExternalLink size={14} stroke={1.75} aria-hidden className={classes.icon} />
      <VisuallyHidden>{label ? `${label}, ${t('posts.newTab')}` : t('posts.newTab')}</VisuallyHidden>
    </a>
  );
}
