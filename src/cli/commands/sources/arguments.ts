import { knownKinds } from '../../../app/page.js';
import { knownTerritories } from '../../../app/places-open.js';
import { openPlatform, type Platform } from '../../../app/platform.js';
import type { SourceRules } from '../../../app/source-registry.js';
import type { Env } from '../../../config/env.js';
import { AppError } from '../../../core/errors.js';
import { troubledHealths } from '../../../core/source-health.js';
import type { SourceQuery } from '../../../core/source-ports.js';
import { openContext } from '../../context.js';

/** Opens the services for one command and closes them after it. */
export async function withPlatform<T>(run: (platform: Platform, env: Env) => Promise<T>): Promise<T> {
  const { env, log } = openContext({ quiet: true });
  const platform = await openPlatform(env, log);
  try {
    return await run(platform, env);
  } finally {
    await platform.close();
  }
}

/** What a source must fit in this installation. */
export async function openRules(env: Env): Promise<SourceRules> {
  return { kinds: await knownKinds(), territories: knownTerritories(env.OTKLIK_CONFIG_DIR) };
}

/** Options that narrow a list of sources. */
export const filterArguments = {
  text: { type: 'string', description: 'stands in id, name or address' },
  kind: { type: 'string', description: 'adapter' },
  label: { type: 'string', description: 'one of its labels' },
  territory: { type: 'string', description: 'home territory' },
  origin: { type: 'string', description: 'config or registry' },
  health: { type: 'string', description: troubledHealths.join(', ') },
} as const;

/** The query of these options. @throws AppError E_INPUT_INVALID for a value that cannot be */
export function queryOf(args: { [K in keyof typeof filterArguments]?: string | undefined }, at: string): SourceQuery {
  const { health, origin, ...plain } = args;
  const choose = <T extends string>(name: string, value: string | undefined, values: readonly T[]): T | undefined => {
    if (value === undefined) return undefined;
    const chosen = values.find((each) => each === value);
    if (chosen === undefined)
      throw new AppError('E_INPUT_INVALID', `--${name} ${value}: use one of ${values.join(', ')}`);
    return chosen;
  };
  const chosenHealth = choose('health', health, troubledHealths);
  const chosenOrigin = choose('origin', origin, ['config', 'registry']);
  const { text, kind, label, territory } = plain;
  return {
    at,
    ...(text === undefined ? {} : { text }),
    ...(kind === undefined ? {} : { kind }),
    ...(label === undefined ? {} : { label }),
    ...(territory === undefined ? {} : { territory }),
    ...(chosenHealth === undefined ? {} : { health: chosenHealth }),
    ...(chosenOrigin === undefined ? {} : { origin: chosenOrigin }),
  };
}
