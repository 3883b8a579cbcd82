import { existsSync } from 'node:fs';
import { ServiceError } from './errors.mjs';
import { installPackages } from './packages.mjs';
import { findOnPath, runCommand } from './processes.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds a Chromium for the browser tests and for sources that need a browser, and installs Debian's where none is there.
 * @param {{ log: import('./report.mjs').Reporter, env?: NodeJS.ProcessEnv, find?: typeof findOnPath, run?: typeof runCommand,
 *   install?: typeof installPackages }} options
 * @returns {Promise<string>} the path of the program
 * @throws {ServiceError} none is there and none can be installed, or OTKLIK_CHROMIUM names no program that runs
 */
export async function ensureChromium({
  log,
  env = process.env,
  find = findOnPath,
  run = runCommand,
  install = installPackages,
}) {
  const step = log.step('Chromium');
  const named = env.OTKLIK_CHROMIUM;
  if (named) {
    const version = existsSync(named) ? await readVersion(named, run) : null;
    if (!version) {
      step.fail();
      throw new ServiceError(`OTKLIK_CHROMIUM=${named} is no Chromium that runs.`, {
        remedy: 'set it to the program of Chromium or Chrome, or unset it.',
      });
    }
    step.done(`${version} at ${named}`);
    return named;
  }
  const found = await findWorking(env, find, run);
  if (found) {
    step.done(`${found.version} at ${found.path}`);
    return found.path;
  }
  try {
    await install(['chromium'], log);
    const installed = await findWorking(env, find, run);
    if (!installed) throw new ServiceError('Chromium was installed, but none of its programs runs.');
    step.done(`${installed.version} at ${installed.path}`);
    return installed.path;
  } catch (error) {
    step.fail();
    throw new ServiceError(`No Chromium: ${error.message}`, {
      remedy: 'install Chromium or Chrome and set OTKLIK_CHROMIUM to its program.',
      isImpossible: true,
      cause: error,
    });
  }
}

// Some systems ship a placeholder named chromium-browser that only asks to install something else, so each one is tried.
async function findWorking(env, find, run) {
  for (const name of NAMES) {
    const path = find(name, env);
    const version = path && (await readVersion(path, run));
    if (version) return { path, version };
  }
  return null;
}

async function readVersion(path, run) {
  const { code, stdout } = await run(path, ['--version'], { timeoutMs: 20_000 });
  const version = /Chrom\w+ [\d.]+|Google Chrome [\d.]+/.exec(stdout)?.[0];
  return code === 0 && version ? version : null;
}
