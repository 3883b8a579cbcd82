/**
 * `npm test`: sets up what the tests need, checks types and style, tries the examples of all rules, runs unit, integration and browser tests
 * against real Redis, Elasticsearch and Chromium, and closes with «N passed, N failed».
 *   npm test -- unit | examples | integration | e2e   runs one part;  further words are handed to vitest
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './lib/processes.mjs';
import {
  checkNode,
  ensureDependencies,
  ensureServer,
  ensureWeb,
  projectRoot,
  reportFailure,
  startNode,
} from './lib/project.mjs';
import { createReporter } from './lib/report.mjs';
import { bringUpServices, ensureChromium } from './lib/services.mjs';

const PARTS = ['unit', 'examples', 'integration', 'e2e'];
/** These need neither Redis nor Elasticsearch nor a browser. */
const ALONE = ['unit', 'examples'];
/** Files whose tests need a whole site's software: skipped without it, and said so. */
const OPTIONAL = /test\/integration\/real-[^/]+\.test\.ts$/;
const log = createReporter();
const words = process.argv.slice(2);
const parts = PARTS.filter((part) => words.includes(part));
const rest = words.filter((word) => !PARTS.includes(word));
// Words for vitest choose among its files: examples are none.
const wanted = parts.length > 0 ? parts : PARTS.filter((part) => rest.length === 0 || part !== 'examples');
const total = { passed: 0, failed: 0, skipped: 0 };
let services = null;

try {
  checkNode();
  await ensureDependencies(log);
  const needsServices = wanted.some((part) => !ALONE.includes(part));
  const env = { ...process.env };
  if (needsServices) {
    services = await bringUpServices({ log });
    env.OTKLIK_REDIS_URL = services.redisUrl;
    env.OTKLIK_ELASTICSEARCH_URL = services.elasticsearchUrl;
    env.OTKLIK_CHROMIUM = await ensureChromium({ log });
  }
  await ensureServer(log);
  await ensureWeb(log);
  if (parts.length === 0 && rest.length === 0) {
    await check('Style (biome)', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']);
    await check('Types of the code and its tests', 'node_modules/typescript/bin/tsc', [
      '-p',
      'tsconfig.json',
      '--noEmit',
    ]);
    await check('Types of the web application', 'node_modules/typescript/bin/tsc', [
      '-p',
      'src/web/tsconfig.json',
      '--noEmit',
    ]);
  }
  for (const part of wanted) await (part === 'examples' ? tryExamples() : runPart(part, env));
} catch (error) {
  total.failed++;
  reportFailure(error);
} finally {
  await services?.stop().catch(reportFailure);
}
if (total.skipped > 0)
  process.stdout.write(`\n${total.skipped} skipped, since what they need is not installed (named above)\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function check(title, program, args) {
  const step = log.step(title);
  const { code, stdout, stderr } = await runCommand(process.execPath, [join(projectRoot, program), ...args], {
    cwd: projectRoot,
  });
  if (code === 0) {
    total.passed++;
    step.done();
  } else {
    total.failed++;
    step.fail();
    process.stdout.write(`${`${stdout}\n${stderr}`.trim().slice(0, 8000)}\n`);
  }
}

/** The rules' own examples count as tests: each rule stands or falls with them. */
async function tryExamples() {
  process.stdout.write('\n── examples of the rules\n');
  const { stdout, stderr } = await runCommand(
    process.execPath,
    [join(projectRoot, 'dist/src/cli/main.js'), 'rules', 'test', '--json'],
    { cwd: projectRoot },
  );
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    total.failed++;
    process.stdout.write(`${`${stdout}\n${stderr}`.trim()}\n`);
    return;
  }
  const wrong = [
    ...report.problems.map(({ file, line, field, message }) => `${file}:${line ?? 1} ${field}: ${message}`),
    ...report.failures.map(({ file, line, rule, list, text }) => `${file}:${line} ${rule} ${list}: ${text}`),
  ];
  for (const line of wrong) process.stdout.write(`${line}\n`);
  total.passed += report.examples - report.failures.length;
  total.failed += wrong.length;
  process.stdout.write(
    `${report.examples} examples of ${report.rules} rules, ${wrong.length} wrong (npm run rules:test says more)\n`,
  );
}

async function runPart(part, env) {
  process.stdout.write(`\n── ${part} tests\n`);
  const folder = mkdtempSync(join(tmpdir(), 'otklik-test-'));
  const report = join(folder, 'report.json');
  const args = [
    'run',
    '--project',
    part,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ];
  try {
    const code = await startNode('node_modules/vitest/vitest.mjs', args, { env }).ended;
    const result = readReport(report);
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests;
    // A file that does not load, an unhandled error: no failed test, and yet a failure. So is a skipped test nobody asked for.
    const unasked = listOptional(result);
    for (const name of unasked) process.stdout.write(`skipped: ${name}\n`);
    total.skipped += unasked.length;
    const hidden = result.numPendingTests + result.numTodoTests - unasked.length;
    if (hidden > 0 && rest.length === 0) {
      total.failed += hidden;
      process.stdout.write(`${hidden} ${part} test(s) were skipped: a green run must not hide them\n`);
    }
    if (code !== 0 && result.numFailedTests === 0) total.failed++;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Skipped tests of software that is not installed by the tests themselves: their names say what to install. */
function listOptional({ testResults = [] }) {
  return testResults
    .filter(({ name }) => OPTIONAL.test(name))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'skipped')
    .map(({ fullName }) => fullName);
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}
