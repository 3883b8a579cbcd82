/**
 * `npm run bench`: sets up what the benchmarks need, builds them into dist-bench/ and runs them; a target that is missed is printed as
 * such and is no failure.
 *   --list   --only 1,4   --json FILE   --rounds N   --docs   --profile DIR   --revisit
 */
import { join } from 'node:path';
import { ServiceError } from './lib/errors.mjs';
import { runCommand } from './lib/processes.mjs';
import { checkNode, ensureDependencies, projectRoot, reportFailure, startNode } from './lib/project.mjs';
import { createReporter } from './lib/report.mjs';
import { bringUpServices } from './lib/services.mjs';

const log = createReporter();
const words = process.argv.slice(2);
let services = null;

try {
  checkNode();
  await ensureDependencies(log);
  await build();
  // Only the list and the simulation need no Redis; wrong options are told by the program itself before anything is measured.
  const env = { ...process.env };
  if (!words.includes('--list') && !words.includes('--revisit')) {
    services = await bringUpServices({ log, needs: ['redis'] });
    env.OTKLIK_REDIS_URL = services.redisUrl;
  }
  process.exitCode = await startNode('dist-bench/test/bench/main.js', words, { env }).ended;
} catch (error) {
  reportFailure(error);
} finally {
  await services?.stop().catch(reportFailure);
}

async function build() {
  await log.run('Build of the benchmarks', async () => {
    const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
    const { code, stdout, stderr } = await runCommand(process.execPath, [compiler, '-p', 'tsconfig.bench.json'], {
      cwd: projectRoot,
    });
    if (code !== 0) {
      throw new ServiceError(`The benchmarks do not compile:\n${`${stdout}\n${stderr}`.trim().slice(0, 4000)}`, {
        remedy: 'mend the code named above; on an untouched checkout remove node_modules and run the command again.',
      });
    }
  });
}
