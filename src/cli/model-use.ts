import type { Used, UseOptions } from '../app/models-versions.js';
import { versionName } from '../app/models-versions.js';
import { systemClock } from '../core/clock.js';
import { byOption, personAtWork } from './person.js';
import { withStore } from './store-access.js';

/** The options of commands that change which version is in use. */
export const useArgs = {
  note: { type: 'string', description: 'why, for the history' },
  by: byOption,
  json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
} as const;

interface UseArgs {
  note?: string;
  by?: string;
  json: boolean;
}

/** Changes what is in use and tells what that did. @param encoder of the shipped model; null when it is not looked at */
export async function changeAndTell(
  args: UseArgs,
  encoder: string | null,
  run: (options: UseOptions) => Promise<Used>,
): Promise<void> {
  const by = personAtWork(args.by);
  const note = args.note === undefined ? {} : { note: args.note };
  const used = await withStore((store) => run({ store, encoder, clock: systemClock, by, ...note }));
  process.stdout.write(args.json ? `${JSON.stringify(used)}\n` : `${describeUse(used)}\n`);
}

/** One sentence for a person. */
export function describeUse({ before, entry }: Used): string {
  const { live, shadow } = entry ?? before;
  const beside = shadow === null ? 'none looks on' : `version ${shadow} looks on`;
  if (entry === null) return `Nothing to do: ${versionName(live)} decides already and ${beside}.`;
  const parts: string[] = [];
  if (live !== before.live) {
    parts.push(`${capital(versionName(live))} is in force instead of ${versionName(before.live)}`);
    if (shadow !== null) parts.push(`version ${shadow} still looks on`);
  } else if (shadow === null) parts.push(`Version ${before.shadow} looks on no more, ${versionName(live)} decides`);
  else
    parts.push(
      `Version ${shadow} looks on${before.shadow === null ? '' : ` instead of version ${before.shadow}`}, ${versionName(live)} decides`,
    );
  const next =
    live === before.live && shadow !== null
      ? ' «otklik model shadow» shows the difference once posts have come in.'
      : live === before.live
        ? ''
        : ' «otklik model rollback» takes it back.';
  return `${parts.join('; ')}; workers take it within seconds.${next}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
