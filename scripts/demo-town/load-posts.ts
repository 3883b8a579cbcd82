import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src/core/errors.js';
import { BOARDS, CHANNELS } from './town.js';
import type { DemoPost } from './types.js';

const SITES = ['telegram', 'forum', 'news', 'feed'];

/** Folder of the JSON-lines files: beside the source, also when the compiled twin under dist/ runs. */
export function findPostsFolder(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, 'posts'), join(folder, 'scripts', 'demo-town', 'posts')]) {
      if (existsSync(candidate) && readdirSync(candidate).some((name) => name.endsWith('.jsonl'))) return candidate;
    }
    if (dirname(folder) === folder) {
      throw new AppError(
        'E_CONFIG_INVALID',
        `demo town: no posts/*.jsonl above ${from}; run from a full checkout or image`,
      );
    }
  }
}

function explain(value: Record<string, unknown>): string | undefined {
  for (const key of ['id', 'site', 'text', 'thread']) {
    if (typeof value[key] !== 'string' || value[key] === '') return `"${key}" must be a non-empty string`;
  }
  if (typeof value.author !== 'string') return '"author" must be a string';
  if (!SITES.includes(value.site as string)) return `"site" must be one of ${SITES.join(', ')}`;
  if (typeof value.atMinutes !== 'number' || !Number.isFinite(value.atMinutes)) return '"atMinutes" must be a number';
  const truth = value.truth as Record<string, unknown> | undefined;
  if (typeof truth !== 'object' || truth === null || typeof truth.incident !== 'boolean') {
    return '"truth.incident" must be true or false';
  }
  if (truth.incident !== (typeof truth.group === 'string'))
    return '"truth.group" goes with an incident, and only with it';
  if ((value.editedText === undefined) !== (value.editAtMinutes === undefined)) {
    return '"editedText" and "editAtMinutes" go together';
  }
  if (value.site === 'telegram' && !((value.thread as string) in CHANNELS)) {
    return `"thread" of a telegram post must be one of ${Object.keys(CHANNELS).join(', ')}`;
  }
  if (value.board !== undefined && !((value.board as string) in BOARDS)) {
    return `"board" must be one of ${Object.keys(BOARDS).join(', ')}`;
  }
  if (value.site === 'feed' && value.thread !== 'rss' && value.thread !== 'atom') {
    return '"thread" of a feed entry must be rss or atom';
  }
  return undefined;
}

/** Reads one JSON-lines text. Throws E_CONFIG_INVALID naming file, line and remedy on the first bad line. */
export function parsePosts(text: string, fileName: string): DemoPost[] {
  const posts: DemoPost[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${fileName}:${index + 1}`;
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(line) as Record<string, unknown>;
    } catch (cause) {
      throw new AppError('E_CONFIG_INVALID', `${place}: not JSON; write one JSON object a line`, { cause });
    }
    const problem = explain(value);
    if (problem !== undefined) throw new AppError('E_CONFIG_INVALID', `${place}: ${problem}`);
    posts.push(value as unknown as DemoPost);
  }
  return posts;
}

/**
 * Reads every posts/*.jsonl, sorted by time (then id).
 * Throws E_CONFIG_INVALID when an id is used twice, a reference leads nowhere or a thread has no opening post.
 */
export function loadPosts(folder = findPostsFolder()): DemoPost[] {
  const posts = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => parsePosts(readFileSync(join(folder, name), 'utf8'), name));
  posts.sort((a, b) => a.atMinutes - b.atMinutes || (a.id < b.id ? -1 : 1));
  const byId = new Map<string, DemoPost>();
  const opened = new Set<string>();
  for (const post of posts) {
    if (byId.has(post.id))
      throw new AppError(
        'E_CONFIG_INVALID',
        `demo town: post id ${post.id} is used twice; give one of them another id`,
      );
    byId.set(post.id, post);
    if (post.title !== undefined) opened.add(`${post.site} ${post.thread}`);
    else if ((post.site === 'forum' || post.site === 'news') && !opened.has(`${post.site} ${post.thread}`)) {
      throw new AppError(
        'E_CONFIG_INVALID',
        `demo town: post ${post.id} comes before "${post.thread}" is opened by a post with a title`,
      );
    }
  }
  for (const post of posts) {
    for (const reference of [post.replyTo, post.repeats]) {
      if (reference !== undefined && !byId.has(reference)) {
        throw new AppError(
          'E_CONFIG_INVALID',
          `demo town: post ${post.id} refers to ${reference}, which does not exist`,
        );
      }
    }
  }
  return posts;
}
