import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.js';
import { Logo } from '../ui/logo.js';
import { LanguageSwitch, ThemeSwitch } from '../ui/preferences.js';
import classes from './auth-layout.module.css';

/** A small card in the middle of the page, for everything before the shell. */
export function AuthLayout({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className={classes.main}>
        <div className={classes.card}>
          <div className={classes.brand}>
            <Logo size={34} />
            <span>{t('app.name')}</span>
          </div>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.lead}>{lead}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
