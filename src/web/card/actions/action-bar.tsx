import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import { useI18n } from '../../i18n/i18n.js';
import classes from './action-bar.module.css';
import { ActionForm } from './action-form.js';

/** In the order of an operator's day; the first three that are allowed get a button, the rest a menu. */
const order: readonly IncidentActionType[] = [
  'approve-answer',
  'return-answer',
  'resume',
  'reopen',
  'accept',
  'assign',
  'start-work',
  'answer',
  'propose-answer',
  'interim-answer',
  'close',
  'settle-promise',
  'not-incident',
  'change-topic',
  'change-urgency',
  'change-nature',
  'forward',
  'pause',
  'merge',
  'split',
  'undo',
  'comment',
];
const BUTTONS = 3;

/** What the operator may do now; a chosen action opens its form below. */
export function ActionBar({ card }: { card: IncidentCard }) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<IncidentActionType | null>(null);
  const allowed = order.filter((type) => card.allowed.includes(type));
  const shown = allowed.slice(0, BUTTONS);
  const rest = allowed.slice(BUTTONS);
  return (
    <section className={classes.bar} aria-label={t('section.actions')}>
      {allowed.length === 0 && chosen === null && <p className={classes.none}>{t('action.none')}</p>}
      <div className={classes.buttons}>
        {shown.map((type, index) => (
          <Button
            key={type}
            variant={index === 0 ? 'filled' : 'default'}
            aria-expanded={chosen === type}
            onClick={() => setChosen(chosen === type ? null : type)}
          >
            {t(`action.${type}`)}
          </Button>
        ))}
        {rest.length > 0 && (
          <Menu position="bottom-start" shadow="md">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={15} stroke={1.75} />}>
                {t('action.more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {rest.map((type) => (
                <Menu.Item key={type} onClick={() => setChosen(type)}>
                  {t(`action.${type}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {chosen && <ActionForm key={chosen} type={chosen} card={card} done={() => setChosen(null)} />}
    </section>
  );
}
