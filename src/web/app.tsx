import { useEffect, useRef } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { LiveProvider } from './api/live.js';
import { useSession } from './api/queries.js';
import { useI18n } from './i18n/i18n.js';
import { Shell } from './layout/shell.js';
import { LoginPage } from './login/login-page.js';
import { PasswordPage } from './login/password-page.js';
import { QueuePage } from './queue/queue-page.js';
import { SeriesPage } from './series/series-page.js';
import { SourcesPage } from './sources/sources-page.js';
import { SystemPage } from './system/system-page.js';
import { FullLoader } from './ui/full-loader.js';
import { ErrorBlock, StateBlock } from './ui/state-block.js';

function NotFound() {
  const { t } = useI18n();
  return <StateBlock tone="search" level={1} title={t('notFound.title')} hint={t('notFound.hint')} />;
}

/** Sign-in first; the address stays as it is, so the operator lands where they wanted to be. */
export function App() {
  const { data: session, isPending, error, refetch } = useSession();
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (session) wasSignedIn.current = true;
  }, [session]);

  if (isPending) return <FullLoader />;
  if (error) return <ErrorBlock error={error} retry={() => void refetch()} />;
  if (!session) return <LoginPage expired={wasSignedIn.current} />;
  if (session.mustChangePassword) return <PasswordPage forced />;
  return (
    <LiveProvider>
      <Shell session={session}>
        <Switch>
          <Route path="/">{() => <QueuePage selectedId={null} />}</Route>
          <Route path="/incidents">
            <Redirect to="/" replace />
          </Route>
          <Route path="/incidents/:id">{({ id }) => <QueuePage selectedId={id} />}</Route>
          <Route path="/series" component={SeriesPage} />
          <Route path="/sources" component={SourcesPage} />
          <Route path="/system" component={SystemPage} />
          <Route path="/password">{() => <PasswordPage forced={false} />}</Route>
          <Route component={NotFound} />
        </Switch>
      </Shell>
    </LiveProvider>
  );
}
