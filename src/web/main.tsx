import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './styles/tokens.css';
import './styles/global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.js';
import { App } from './app.js';
import { I18nProvider } from './i18n/i18n.js';
import { resolveVariables, theme } from './theme.js';
import { CrashGuard } from './ui/crash-guard.js';
import { NowProvider } from './ui/now.js';

/** The nonce that the server put into this page for the style elements which the component library adds. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
// The scroll lock of drawers reads it from here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html holds no element #root: build the page again with «vite build src/web»');

const queryClient = createQueryClient();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <I18nProvider>
        <CrashGuard>
          <QueryClientProvider client={queryClient}>
            <NowProvider>
              <Notifications position="bottom-right" limit={3} />
              <App />
            </NowProvider>
          </QueryClientProvider>
        </CrashGuard>
      </I18nProvider>
    </MantineProvider>
  </StrictMode>,
);
