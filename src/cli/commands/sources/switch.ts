import { defineCommand } from 'citty';
import { switchSources } from '../../../app/source-registry.js';
import { isoTime } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { guarded } from '../../failure.js';
import { withPlatform } from './arguments.js';

const ids = { type: 'positional', required: true, description: 'ids, separated by spaces or commas' } as const;
const by = { type: 'string', default: 'cli', description: 'who does it' } as const;

/** All words that are no options: the ids. */
function idsOf(words: readonly unknown[]): string[] {
  return [...new Set(words.flatMap((word) => String(word).split(',')).filter((id) => id !== ''))];
}

async function change(given: string[], isOn: boolean, who: string, reason: string): Promise<void> {
  await withPlatform(async ({ store, clock }) => {
    const at = isoTime(clock.now());
    const changed = await switchSources(store.sources, given, { isOn, by: who, reason, at });
    const state = isOn ? 'on' : 'off';
    for (const { id } of changed) process.stdout.write(`${id} is ${state}\n`);
    const rest = given.length - changed.length;
    if (rest > 0) process.stdout.write(`${rest} ${rest === 1 ? 'was' : 'were'} ${state} already\n`);
  });
}

export const disable = defineCommand({
  meta: {
    name: 'disable',
    description: 'Switches sources off, until somebody switches them on; nothing of theirs is lost.',
  },
  args: { ids, by, why: { type: 'string', description: 'the reason, shown with the source' } },
  run: guarded(async ({ args }) => {
    if (args.why === undefined || args.why.trim() === '')
      throw new AppError('E_INPUT_INVALID', 'say why: --why "the owner asked for it"');
    await change(idsOf(args._), false, args.by, args.why);
  }),
});

export const enable = defineCommand({
  meta: { name: 'enable', description: 'Switches sources on again; their next visit follows within seconds.' },
  args: { ids, by },
  run: guarded(async ({ args }) => change(idsOf(args._), true, args.by, '')),
});
