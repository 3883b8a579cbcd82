import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLogin } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { describeError } from '../lib/error-words.js';
import { AuthLayout } from './auth-layout.js';
import classes from './auth-layout.module.css';

/** Sign-in; expired: the operator was signed in on this page before. */
export function LoginPage({ expired }: { expired: boolean }) {
  const { t } = useI18n();
  useTitle(t('login.title'));
  const login = useLogin();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ login: name.trim(), password });
  };
  const problem = login.error ? describeError(login.error, t) : null;

  return (
    <AuthLayout title={t('login.title')} lead={t('login.lead')}>
      <form className={classes.form} onSubmit={submit}>
        {expired && !problem && <Alert color="yellow">{t('login.expired')}</Alert>}
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput
          label={t('login.login')}
          name="login"
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('login.password')}
          name="password"
          size="md"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={login.isPending} fullWidth>
          {t('login.submit')}
        </Button>
      </form>
    </AuthLayout>
  );
}
