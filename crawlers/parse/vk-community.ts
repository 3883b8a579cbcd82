import { AppError } from '../../src/core/errors.js';
import type { ApiAbout } from '../adapter.js';
import { countAt, type JsonRecord, recordOf, recordsOf, stringAt } from './json.js';
import { refusalOfVk, vkMethodUrl, vkPageOf } from './vk-api.js';

/** Fields of a community beside those that always come (https://dev.vk.com/ru/reference/objects/group). */
const FIELDS = 'members_count,wall,city';

const states: Readonly<Record<string, string>> = {
  deleted: 'the community was deleted: nothing of it can be read. Leave it out, or watch the one that took its place',
  banned: 'the community was banned by VK: nothing of it can be read. Leave it out until VK opens it again',
};
const NO_WALL =
  'its wall is switched off: there is nothing to read. Ask its administrators to switch it on, or watch a search for its name';
/** By `is_closed`. */
const closed: Readonly<Record<number, string>> = {
  1: 'the community is closed: the API gives its wall to members alone. Ask its administrators, or leave it out',
  2: 'the community is private: the API gives its wall to those who were invited. Ask its administrators, or leave it out',
};

/**
 * The community of a wall or a post by groups.getById (https://dev.vk.com/ru/method/groups.getById): what it is called, how many read it, and why it could not be read. A person's
 * wall is not asked about; a short name that is a person's is answered with error 100.
 */
export const vkCommunity: ApiAbout = {
  requestUrl(url) {
    const page = vkPageOf(url);
    const owner = 'owner' in page ? page.owner : 'post' in page ? (page.post.split('_')[0] ?? '') : null;
    const name = 'name' in page ? page.name : owner?.startsWith('-') === true ? owner.slice(1) : null;
    return name === null ? null : vkMethodUrl(url, 'groups.getById', { group_id: name, fields: FIELDS });
  },
  read(body, url) {
    const root = recordOf(parsed(body, url));
    const error = recordOf(root?.error);
    if (error !== null) throw refusalOfVk(error, url);
    // A list since version 5.0, a list within an object since 5.194.
    const [group] = recordsOf(recordOf(root?.response)?.groups ?? root?.response);
    if (group === undefined)
      throw new AppError('E_PAGE_INVALID', `VK answers for ${url} with no community.`, { details: { url } });
    const members = countAt(group, 'members_count');
    const notes = [
      members === null ? undefined : `${members} members`,
      stringAt(recordOf(group.city), 'title') || undefined,
    ];
    return {
      name: stringAt(group, 'name').trim() || null,
      notes: notes.filter((note) => note !== undefined),
      closed: whyClosed(group),
    };
  },
};

function whyClosed(group: JsonRecord): string | null {
  const state = states[stringAt(group, 'deactivated')];
  if (state !== undefined) return state;
  const isMember = countAt(group, 'is_member') === 1;
  const kind = isMember ? undefined : closed[countAt(group, 'is_closed') ?? 0];
  return kind ?? (countAt(group, 'wall') === 0 ? NO_WALL : null);
}

function parsed(body: string, url: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError('E_PAGE_INVALID', `VK answers for ${url} with no JSON.`, { cause, details: { url } });
  }
}
