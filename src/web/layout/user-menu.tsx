import { Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconKey, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { SessionReply } from '../../core/http.js';
import { callApi } from '../api/client.js';
import { sessionKey } from '../api/query-client.js';
import { useI18n } from '../i18n/i18n.js';
import { dropAllDrafts } from '../lib/drafts.js';
import { ApiError, describeError } from '../lib/error-words.js';
import classes from './user-menu.module.css';

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
}

export function UserMenu({ session }: { session: SessionReply }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const leave = async () => {
    try {
      await callApi<void>('DELETE', '/api/session');
    } catch (error) {
      // An ended session is what was wanted; anything else leaves the person signed in and must be said.
      if (!(error instanceof ApiError && error.status === 401)) {
        notifications.show({ color: 'red', title: t('error.title'), message: describeError(error, t) });
        return;
      }
    }
    dropAllDrafts();
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    // A full load drops whatever this person's page still held in memory.
    client.setQueryData(sessionKey, null);
    location.assign('/');
  };
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={classes.avatar}
          aria-label={`${initials(session.name)}: ${t('user.menu')}`}
          title={session.name}
        >
          {initials(session.name)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{session.name}</strong>
          <span>
            {session.login} · {t(`role.${session.role}`)}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey size={16} stroke={1.75} />} onClick={() => navigate('/password')}>
          {t('user.password')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} />} onClick={() => void leave()}>
          {t('user.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
