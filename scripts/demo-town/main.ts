import { parseArgs } from 'node:util';
import { AppError } from '../../src/core/errors.js';
import { startDemoTown } from './server.js';

const USAGE = 'usage: node dist/scripts/demo-town/main.js [--port 8471] [--speed 1]';

function readNumber(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new AppError('E_INPUT_INVALID', `${flag} must be a number, not "${text}"; ${USAGE}`);
  return value;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, speed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const basePort = readNumber(values.port, '--port');
  const speed = readNumber(values.speed, '--speed');
  const town = await startDemoTown({
    ...(basePort === undefined ? {} : { basePort }),
    ...(speed === undefined ? {} : { speed }),
    log: (line) => console.log(line),
  });
  console.log(
    `${town.posts.length} posts, ${town.visiblePosts(Date.now()).length} of them visible now; Ctrl-C ends the town`,
  );
  for (const source of town.sources()) console.log(`  ${source.id}: ${source.urls.join(' ')}`);
  const end = (): void => void town.stop();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
