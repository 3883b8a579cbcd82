import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * `vite build src/web` writes dist/web. Nothing in it points to another host. The server replaces `__CSP_NONCE__` in index.html by a
 * fresh nonce for each request (docs/web.md).
 */
export default defineConfig({
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files would be data: URLs, which the policy forbids for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4400' } },
});
