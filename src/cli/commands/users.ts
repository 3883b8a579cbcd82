import { defineCommand } from 'citty';
import { openPlatform } from '../../app/platform.js';
import { giveOneTimePassword } from '../../app/serve.js';
import { AppError } from '../../core/errors.js';
import { roleSchema, userSchema } from '../../core/user.js';
import { openContext } from '../context.js';
import { guarded } from '../failure.js';
import { formatTable } from '../table.js';

const login = { type: 'positional', required: true, description: 'login name' } as const;

function splitList(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

async function withStore<T>(run: (platform: Awaited<ReturnType<typeof openPlatform>>) => Promise<T>): Promise<T> {
  const { env, log } = openContext({ quiet: true });
  const platform = await openPlatform(env, log);
  try {
    return await run(platform);
  } finally {
    await platform.close();
  }
}

const list = defineCommand({
  meta: { name: 'list', description: 'Who may log in.' },
  run: guarded(async () => {
    const users = await withStore((platform) => platform.store.users.list());
    const rows = users.map((user) => [
      user.login,
      user.name,
      user.role,
      user.territories.join(',') || 'all',
      user.executors.join(','),
      user.disabled ? 'disabled' : user.mustChangePassword ? 'one-time password' : 'active',
    ]);
    process.stdout.write(`${formatTable(['login', 'name', 'role', 'territories', 'executors', 'state'], rows)}\n`);
  }),
});

const add = defineCommand({
  meta: { name: 'add', description: 'Makes a user and prints a one-time password.' },
  args: {
    login,
    name: { type: 'string', required: true, description: 'name as shown in the history' },
    role: { type: 'string', default: 'operator', description: roleSchema.options.join(', ') },
    territories: { type: 'string', description: 'ids, comma-separated; all when left out' },
    executors: { type: 'string', description: 'for the role executor: ids of its bodies, comma-separated' },
  },
  run: guarded(async ({ args }) => {
    const role = roleSchema.safeParse(args.role);
    if (!role.success)
      throw new AppError('E_INPUT_INVALID', `--role ${args.role}: use one of ${roleSchema.options.join(', ')}`);
    const valid = userSchema.shape.login.safeParse(args.login);
    if (!valid.success)
      throw new AppError('E_INPUT_INVALID', `login «${args.login}»: ${valid.error.issues[0]?.message ?? 'invalid'}`);
    await withStore(async ({ store, clock }) => {
      if ((await store.users.get(args.login)) !== null)
        throw new AppError('E_INPUT_INVALID', `there is a user «${args.login}» already: use «users reset»`);
      const [territories, executors] = [splitList(args.territories), splitList(args.executors)];
      const password = await giveOneTimePassword(
        store,
        args.login,
        {
          name: args.name,
          role: role.data,
          ...(territories ? { territories } : {}),
          ...(executors ? { executors } : {}),
        },
        clock.now(),
      );
      process.stdout.write(`${args.login}: one-time password ${password}\n`);
    });
  }),
});

const reset = defineCommand({
  meta: { name: 'reset', description: 'Gives a user a new one-time password.' },
  args: { login },
  run: guarded(async ({ args }) => {
    await withStore(async ({ store, clock }) => {
      if ((await store.users.get(args.login)) === null)
        throw new AppError('E_NOT_FOUND', `there is no user «${args.login}»: see «users list»`);
      const password = await giveOneTimePassword(store, args.login, {}, clock.now());
      process.stdout.write(`${args.login}: one-time password ${password}\n`);
    });
  }),
});

const disable = defineCommand({
  meta: { name: 'disable', description: 'Closes the door for a user; the history keeps the name.' },
  args: { login },
  run: guarded(async ({ args }) => {
    await withStore(async ({ store }) => {
      const user = await store.users.get(args.login);
      if (user === null) throw new AppError('E_NOT_FOUND', `there is no user «${args.login}»: see «users list»`);
      await store.users.put({ ...user, disabled: true });
      process.stdout.write(`${args.login} is disabled\n`);
    });
  }),
});

export const users = defineCommand({
  meta: { name: 'users', description: 'The people who work in the queue.' },
  subCommands: { list, add, reset, disable },
});
