import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startDemoTown } from '../../scripts/demo-town/server.js';
import type { Env } from '../config/env.js';
import { type Source, sourceSchema } from '../core/source.js';

const stateSchema = z.object({ startedAt: z.iso.datetime() });

/** Sources with this label belong to the demo town. */
export const demoLabel = 'demo';

export interface RunningDemo {
  /** The town's pages as sources, on the ports that it really has. */
  sources: Source[];
  stop(): Promise<void>;
}

/**
 * Starts the demo town. Its clock goes on from its first start (kept in the state folder), so that a second start shows the same posts
 * with the same dates. @throws AppError when a port is taken.
 */
export async function startDemo(env: Env, nowMs: number): Promise<RunningDemo> {
  const file = join(env.OTKLIK_STATE_DIR, 'demo-town.json');
  const startedAt = readStart(file) ?? new Date(nowMs).toISOString();
  const town = await startDemoTown({ basePort: env.OTKLIK_DEMO_PORT, startedAt: new Date(startedAt) });
  mkdirSync(env.OTKLIK_STATE_DIR, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ startedAt })}\n`);
  return { sources: town.sources().map((entry) => sourceSchema.parse(entry)), stop: () => town.stop() };
}

function readStart(file: string): string | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).startedAt;
  } catch {
    return null; // first start, or a file that somebody broke: the town begins anew
  }
}
