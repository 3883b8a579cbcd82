import { postId } from '../../src/core/ids.js';
import type { ClusterMark, ClusterMatter } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { ownWords } from '../text/own-words.js';
import { type ChosenIncident, type Standing, sameWords } from './cluster.js';
import { isTelling } from './cluster-keys.js';
import { type Match, type Side, voiceMatchOf } from './cluster-match.js';
import { certaintyOf, isOutlived, joinBy, type Meeting, markOf, slotKeys } from './cluster-meeting.js';
import { ways } from './cluster-sites.js';
import { failsForWholeStreets } from './topic-kin.js';
import { answeringOf, housesBeside } from './voices.js';

/** A text that names fewer houses is no list of an outage. */
const fewestListed = 2;

/**
 * The open incident that a post which is none by itself speaks for: the same words; the same matter, surely, at the same place; or an answer to it in
 * its thread. It leaves no mark: only complaints stand for an incident.
 * @param standing as in chooseIncident
 * @returns null when it belongs to none
 */
export async function chooseVoiced(
  meeting: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
  standing: (mark: ClusterMark) => Promise<Standing | null>,
): Promise<ChosenIncident | null> {
  for (const { mark, join } of voiced(meeting, marks)) {
    const found = await standing(mark);
    if (found?.is === 'open') return { incidentId: found.incidentId, join };
  }
  return null;
}

function* voiced(
  meeting: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
): Generator<{ mark: ClusterMark; join: Join }> {
  const { post, sites, matter, atMs } = meeting;
  // A stock phrase is equal to many by chance.
  if (isTelling(post.text))
    for (const { mark, join, isOutlived: isOld } of sameWords(meeting, marks)) if (isOld !== true) yield { mark, join };
  const text = ownWords(post.text);
  const answer = { answering: answeringOf(text), certainty: certaintyOf(meeting) };
  const houses = housesBeside(text);
  const own: Side = { matter, signature: post.signature };
  for (const way of ways) {
    const found: { mark: ClusterMark; join: Join; isReplied: boolean }[] = [];
    if (way === 'thread' && matter.streets.length > 0) continue;
    for (const { key, place } of sites.filter((site) => site.way === way)) {
      for (const slot of slotKeys(key)) {
        const mark = marks.get(slot);
        if (
          mark?.matter === undefined ||
          mark.isList === true ||
          mark.postId === post.id ||
          isOutlived(way, mark, atMs)
        )
          continue;
        const other: Side = { matter: mark.matter, signature: mark.signature };
        if (way === 'thread' && isOtherHouse(houses, mark.matter)) continue;
        const match: Match | null = voiceMatchOf(way, own, other, place, answer);
        if (match === null) continue;
        const join = joinBy(way, mark.postId, mark, atMs, place, match);
        found.push({ mark, join, isReplied: isRepliedTo(meeting, mark) });
      }
    }
    yield* found.sort(
      (a, b) => Number(b.isReplied) - Number(a.isReplied) || (b.join.similarity ?? 0) - (a.join.similarity ?? 0),
    );
  }
}

/** Whether the post names the incident's post as the one that it answers. */
function isRepliedTo({ post }: Meeting, mark: ClusterMark): boolean {
  return post.replyTo !== null && mark.postId === postId(post.sourceId, post.replyTo);
}

/** «А у нас в 15 доме …» under a complaint about house 12. */
export function isOtherHouse(houses: readonly string[], { houses: others }: ClusterMatter): boolean {
  if (houses.length === 0 || others.length === 0) return false;
  const numbers = others.map((house) => house.slice(house.lastIndexOf(' ') + 1));
  return !houses.some((house) => numbers.includes(house));
}

/**
 * What is to be remembered of a list of houses without water, heating, power or gas that is no complaint: those who complain from them meet in one
 * incident, which the first of them opens.
 * @param incident of the list, as if it had opened one
 */
export function listMarks(
  meeting: Meeting,
  incident: string,
  marks: ReadonlyMap<string, ClusterMark>,
): { key: string; mark: ClusterMark }[] {
  const { post, atMs, sites, matter } = meeting;
  if (matter.houses.length < fewestListed || !failsForWholeStreets(matter)) return [];
  const mark: ClusterMark = { ...markOf(meeting, incident), matter, isList: true };
  return sites
    .filter(({ way }) => way === 'house')
    .flatMap(({ key }) => {
      const held = slotKeys(key).map((slot) => ({ slot, other: marks.get(slot) }));
      const free =
        held.find(({ other }) => other?.postId === post.id) ??
        held.find(({ other }) => other === undefined) ??
        held.find(({ other }) => other !== undefined && isOutlived('house', other, atMs));
      return free === undefined ? [] : [{ key: free.slot, mark }];
    });
}
