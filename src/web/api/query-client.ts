import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../lib/error-words.js';

export const sessionKey = ['session'] as const;

/** Another try may help: no reply, or the server's own trouble. */
function mayRetry(failures: number, error: unknown): boolean {
  // Without a model the server will not have one a second later.
  if (error instanceof ApiError && error.code === 'E_MODEL_OFF') return false;
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

/** The page's one cache. A 401 anywhere ends the session here too, so that the sign-in form takes the page's place. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionKey, null);
    // The form for an own password takes the page's place as soon as the session is asked for again.
    if (error instanceof ApiError && error.reason?.key === 'password-one-time')
      void client.invalidateQueries({ queryKey: sessionKey });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (mutation.options.mutationKey?.[0] !== 'login') onError(error);
      },
    }),
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
