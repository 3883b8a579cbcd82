import { IconActivity, IconInbox, IconRepeat, IconWorldSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { SessionReply } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { Logo } from '../ui/logo.js';
import { LanguageSwitch, ThemeSwitch } from '../ui/preferences.js';
import { Banner } from './banner.js';
import { LiveIndicator } from './live-indicator.js';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.js';

const sections = [
  { path: '/', key: 'nav.queue', icon: IconInbox },
  { path: '/series', key: 'nav.series', icon: IconRepeat },
  { path: '/sources', key: 'nav.sources', icon: IconWorldSearch },
  { path: '/system', key: 'nav.system', icon: IconActivity },
] as const;

/** Header, navigation (below the content on a phone) and the page. */
export function Shell({ session, children }: { session: SessionReply; children: ReactNode }) {
  const { t } = useI18n();
  const [location] = useLocation();
  // The sections of the staff would answer an executor with «no access».
  const open = sections.filter(({ path }) => path === '/' || path === '/series' || session.role !== 'executor');
  const isCurrent = (path: string) =>
    path === '/' ? location === '/' || location.startsWith('/incidents') : location === path;
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('app.skip')}
      </a>
      <header className={classes.header}>
        <Link href="/" className={classes.brand}>
          <Logo />
          <span>{t('app.name')}</span>
        </Link>
        <nav className={classes.nav} aria-label={t('nav.main')}>
          {open.map(({ path, key, icon: Icon }) => (
            <Link
              key={path}
              href={path}
              className={classes.navLink}
              aria-current={isCurrent(path) ? 'page' : undefined}
            >
              <Icon size={18} stroke={1.75} aria-hidden />
              <span>{t(key)}</span>
            </Link>
          ))}
        </nav>
        <div className={classes.tools}>
          <LiveIndicator />
          <LanguageSwitch />
          <ThemeSwitch />
          <UserMenu session={session} />
        </div>
      </header>
      <Banner />
      <main id="content" className={classes.content} tabIndex={isCurrent('/') ? -1 : 0}>
        {children}
      </main>
    </div>
  );
}
