import { ActionIcon, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import classes from './preferences.module.css';

/** Russian or English; the visible letters name the language that a press leads to. */
export function LanguageSwitch() {
  const { language, setLanguage, t } = useI18n();
  return (
    <fieldset className={classes.languages} aria-label={t('language.switch')}>
      {(['ru', 'en'] as const).map((one) => (
        <UnstyledButton
          key={one}
          className={classes.language}
          aria-pressed={language === one}
          lang={one}
          title={one === 'ru' ? 'Русский' : 'English'}
          onClick={() => setLanguage(one)}
        >
          {one.toUpperCase()}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}

export function ThemeSwitch() {
  const { t } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const label = scheme === 'dark' ? t('theme.toLight') : t('theme.toDark');
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
      {scheme === 'dark' ? <IconSun size={18} stroke={1.75} /> : <IconMoon size={18} stroke={1.75} />}
    </ActionIcon>
  );
}
