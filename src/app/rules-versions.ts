import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readConstants } from '../../pipelines/rules/diff.js';
import { readRules } from '../../pipelines/rules/load.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { scoring } from '../../pipelines/rules/score.js';
import { parseConfigFile } from '../config/yaml-text.js';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { RuleSetStore } from '../core/ports.js';
import type { RuleSet } from '../core/rule-set.js';
import { type Taxonomy, taxonomySchema } from '../core/taxonomy.js';

/** A pack as text, so that it can travel between threads. */
export interface PackText {
  path: string;
  text: string;
}

/** One version of the rules. */
export interface RuleVersion {
  /** As people call it: «the working tree», «version 12», «git HEAD~3», «the folder …». */
  name: string;
  packs: PackText[];
  taxonomy: Taxonomy;
  /** Numbers of the score; null where they are those of the running program. */
  constants: Record<string, number> | null;
  rules: Rule[];
  /** What was left out. */
  problems: ConfigProblem[];
}

export interface VersionSources {
  configDir: string;
  /** The taxonomy of the working tree; for versions that bring none. */
  taxonomy: Taxonomy;
  /** Asked for deployed versions only. */
  ruleSets: () => RuleSetStore | Promise<RuleSetStore>;
}

const run = promisify(execFile);

/**
 * Reads the version that a word of the command line names: `work`, `deployed`, a version's number, `git:REV`, or a folder of packs (or of a
 * whole config).
 * @throws AppError E_INPUT_INVALID when there is no such version; of the store for deployed ones.
 */
export async function readVersion(word: string, sources: VersionSources): Promise<RuleVersion> {
  if (word === 'work') return versionOfFolder('the working tree', sources.configDir, sources.taxonomy);
  if (word === 'deployed') {
    const latest = await (await sources.ruleSets()).latest();
    if (latest === null)
      throw new AppError(
        'E_INPUT_INVALID',
        'no rules were ever deployed: name another version (git:HEAD, a folder), or deploy first (otklik rules deploy)',
      );
    return versionOfSet(latest, sources.taxonomy);
  }
  if (/^v?\d+$/.test(word)) {
    const number = Number(word.replace('v', ''));
    const set = await (await sources.ruleSets()).get(number);
    if (set === null)
      throw new AppError('E_INPUT_INVALID', `version ${number} was never deployed: «otklik rules history» lists all`);
    return versionOfSet(set, sources.taxonomy);
  }
  if (word.startsWith('git:')) return versionOfGit(word.slice(4), sources);
  const folder = resolve(word);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError(
      'E_INPUT_INVALID',
      `«${word}» is no version: write work, deployed, a number, git:REVISION, or an existing folder`,
    );
  return versionOfFolder(`the folder ${word}`, folder, sources.taxonomy);
}

function versionOfFolder(name: string, folder: string, taxonomy: Taxonomy): RuleVersion {
  const inside = join(folder, 'rules');
  const isConfig = statSync(inside, { throwIfNoEntry: false })?.isDirectory() === true;
  const rulesFolder = isConfig ? inside : folder;
  const packs = readdirSync(rulesFolder)
    .filter(isPack)
    .sort()
    .map((file) => ({ path: `config/rules/${file}`, text: readFileSync(join(rulesFolder, file), 'utf8') }));
  if (packs.length === 0)
    throw new AppError('E_INPUT_INVALID', `${rulesFolder} has no packs: name a folder with .yaml files of rules`);
  const own = isConfig ? readText(join(folder, 'taxonomy.yaml')) : null;
  return makeVersion(name, packs, own === null ? taxonomy : parseTaxonomy(name, own), null);
}

function versionOfSet(set: RuleSet, taxonomy: Taxonomy): RuleVersion {
  return makeVersion(`version ${set.version}`, set.files, taxonomy, null);
}

async function versionOfGit(revision: string, { configDir, taxonomy }: VersionSources): Promise<RuleVersion> {
  const name = `git ${revision}`;
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: configDir, encoding: 'utf8', maxBuffer: 64 << 20 });
    return stdout;
  };
  try {
    if (revision.startsWith('-')) throw new Error('a revision does not begin with «-»');
    const root = (await git('rev-parse', '--show-toplevel')).trim();
    const commit = (await git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`)).trim();
    const config = relative(root, resolve(configDir)).replaceAll('\\', '/');
    const listed = await git('ls-tree', '--full-tree', '--name-only', commit, `${config}/rules/`);
    const paths = listed.split('\n').filter(isPack).sort();
    if (paths.length === 0) throw new Error(`it has no packs in ${config}/rules/`);
    const show = (path: string): Promise<string> => git('show', `${commit}:${path}`);
    const packs = await Promise.all(
      paths.map(async (path) => ({ path: `config/rules/${basename(path)}`, text: await show(path) })),
    );
    const own = await show(`${config}/taxonomy.yaml`).catch(() => null);
    const score = await show('pipelines/rules/score.ts').catch(() => null);
    const constants = score === null ? null : readConstants(score);
    return makeVersion(name, packs, own === null ? taxonomy : parseTaxonomy(name, own), constants);
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    const why = (stderr ?? message).trim().split('\n')[0];
    throw new AppError('E_INPUT_INVALID', `git:${revision} cannot be read (${why}): name a revision that git knows`, {
      cause,
    });
  }
}

function makeVersion(
  name: string,
  packs: readonly PackText[],
  taxonomy: Taxonomy,
  constants: Record<string, number> | null,
): RuleVersion {
  return { name, packs: [...packs], taxonomy, constants, ...parsePacks(packs, taxonomy) };
}

/** The rules of packs given as text. Those that fail an example take part: the comparison is of what the queries say. */
export function parsePacks(
  packs: readonly PackText[],
  taxonomy: Taxonomy,
): { rules: Rule[]; problems: ConfigProblem[] } {
  const files: ConfigFile[] = [];
  const problems: ConfigProblem[] = [];
  for (const { path, text } of packs) {
    const read = parseConfigFile(path, text);
    problems.push(...read.problems);
    if (read.file) files.push(read.file);
  }
  const { rules, problems: more } = readRules(files, taxonomy);
  return { rules, problems: [...problems, ...more] };
}

function parseTaxonomy(name: string, text: string): Taxonomy {
  const { file } = parseConfigFile('config/taxonomy.yaml', text);
  const parsed = taxonomySchema.safeParse(file?.data);
  if (parsed.success) return parsed.data;
  throw new AppError('E_INPUT_INVALID', `the taxonomy of ${name} cannot be used: ${parsed.error.issues[0]?.message}`);
}

function isPack(file: string): boolean {
  return /\.(ya?ml|json)$/.test(file);
}

function readText(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : null;
}

/** The numbers of the score in the running program. */
export const ownConstants: Readonly<Record<string, number>> = scoring;
