import { Alert, Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useChangePassword } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { describeError } from '../lib/error-words.js';
import { AuthLayout } from './auth-layout.js';
import classes from './auth-layout.module.css';

const MIN_LENGTH = 10;

/** Change of the own password; forced after the first sign-in with a one-time password. */
export function PasswordPage({ forced }: { forced: boolean }) {
  const { t } = useI18n();
  useTitle(t('password.title'));
  const change = useChangePassword();
  const [, navigate] = useLocation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);

  const tooShort = next.length < MIN_LENGTH;
  const differ = next !== repeat;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (tooShort || differ) return;
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          notifications.show({ message: t('password.done'), color: 'green' });
          if (!forced) navigate('/');
        },
      },
    );
  };
  const problem = change.error ? describeError(change.error, t) : null;

  const form = (
    <form className={classes.form} onSubmit={submit}>
      {problem && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      <PasswordInput
        label={t('password.current')}
        name="current"
        size="md"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.next')}
        description={t('password.rule')}
        name="next"
        size="md"
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={next}
        error={tried && tooShort ? t('password.short') : null}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.repeat')}
        name="repeat"
        size="md"
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={repeat}
        error={tried && !tooShort && differ ? t('password.differ') : null}
        onChange={(event) => setRepeat(event.currentTarget.value)}
      />
      <Button type="submit" size="md" loading={change.isPending} fullWidth>
        {t('password.submit')}
      </Button>
    </form>
  );
  if (forced) {
    return (
      <AuthLayout title={t('password.title')} lead={t('password.forced')}>
        {form}
      </AuthLayout>
    );
  }
  return (
    <div className={classes.inShell}>
      <h1 className={classes.title}>{t('user.password')}</h1>
      {form}
    </div>
  );
}
