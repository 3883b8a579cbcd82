import type { FastifyInstance } from 'fastify';

export interface ApiRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its parameters: «/api/incidents/:id». */
  url: string;
}

/** Every route that is registered, whatever file it comes from; the branches of the printed tree put together. HEAD is left out. */
export function routesOf(app: FastifyInstance): ApiRoute[] {
  const routes: ApiRoute[] = [];
  const above: { depth: number; url: string }[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^([│├└─\s]*)(\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (part === '') continue;
    while ((above.at(-1)?.depth ?? -1) >= indent.length) above.pop();
    const url = `${above.at(-1)?.url ?? ''}${part}`;
    above.push({ depth: indent.length, url });
    for (const method of methods.split(', '))
      if (/^(?:GET|POST|PUT|PATCH|DELETE)$/.test(method)) routes.push({ method: method as ApiRoute['method'], url });
  }
  return routes;
}
