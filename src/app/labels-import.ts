import { cleanAndMask } from '../../pipelines/text/read.js';
import { isoTime } from '../core/clock.js';
import { labelId, textSubject } from '../core/ids.js';
import { type Label, labelSchema, notAsked } from '../core/label.js';
import type { Store } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { type LabelLine, labelLineSchema } from './label-lines.js';
import { clusterOf } from './labels-next.js';

export interface ImportReport {
  /** Lines with an answer; every line of the file is one of these, of `unanswered` or of `bad`. */
  answered: number;
  /** Labels that the answers make, and how many of them were there already, just so. */
  labels: number;
  unchanged: number;
  /** Lines without an answer: texts that wait to be labelled. */
  unanswered: number;
  /** Lines that say something of a text of which a line before them, by the same person, said something else: the later one counts. */
  repeated: number;
  /** Topics that the taxonomy does not have, with their number of lines: the group alone counts. */
  unknownTopics: ReadonlyMap<string, number>;
  /** «FILE:12» and what is wrong with it. */
  bad: string[];
}

/** A value of a file with the place where it stands. */
export interface PlacedValue {
  /** «FILE:12» */
  place: string;
  /** Or what was wrong with the line as such. */
  value: unknown;
  problem?: string;
}

const atOnce = 500;

/**
 * Reads labels of a file into the store. May be repeated: the same line makes the same label. A line that is a whole label as `label export`
 * writes it comes back as it was; any other becomes a label of the origin «import». Texts are masked first.
 * @param by who labelled, where a line does not say
 */
export async function importLabels(
  store: Pick<Store, 'labels' | 'posts'>,
  lines: AsyncIterable<PlacedValue>,
  options: { by: string; nowMs: number; taxonomy: Taxonomy },
): Promise<ImportReport> {
  const report = {
    answered: 0,
    labels: 0,
    unchanged: 0,
    unanswered: 0,
    repeated: 0,
    unknownTopics: new Map<string, number>(),
    bad: [] as string[],
  };
  const seen = new Map<string, string>();
  const read = lineReader(options, report.unknownTopics);
  let batch: { label: Label | null; line: LabelLine | null }[] = [];

  async function flush(): Promise<void> {
    const ids = batch.flatMap(({ line }) => (line?.id ? [line.id] : []));
    const posts = new Map((ids.length === 0 ? [] : await store.posts.byIds(ids)).map((post) => [post.id, post]));
    const labels = new Map<string, Label>();
    for (const { label: whole, line } of batch) {
      const label = whole ?? (line === null ? null : read.label(line, posts.get(line.id ?? '')));
      if (label === null) continue;
      const gist = gistOf(label);
      const before = seen.get(label.id);
      if (before !== undefined && before !== gist) report.repeated++;
      seen.set(label.id, gist);
      labels.set(label.id, label);
    }
    const stored = new Map((await store.labels.byIds([...labels.keys()])).map((label) => [label.id, label]));
    const news: Label[] = [];
    for (const label of labels.values()) {
      report.labels++;
      const old = stored.get(label.id);
      // Without a time of its own a line is as old as its first import.
      if (old !== undefined && gistOf(old) === gistOf(label)) report.unchanged++;
      else news.push(label);
    }
    if (news.length > 0) await store.labels.put(news);
    batch = [];
  }

  for await (const { place, value, problem } of lines) {
    const found = problem === undefined ? read.line(value) : { problem };
    if ('problem' in found) report.bad.push(`${place} ${found.problem}`);
    else if (found.label === null && found.line === null) report.unanswered++;
    else {
      report.answered++;
      batch.push(found);
    }
    if (batch.length >= atOnce) await flush();
  }
  if (batch.length > 0) await flush();
  return report;
}

/** What a label says, without when. */
function gistOf({ at: _at, version: _version, ...said }: Label): string {
  return JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type ReadLine = { label: Label | null; line: LabelLine | null } | { problem: string };

function lineReader(
  { by, nowMs, taxonomy }: { by: string; nowMs: number; taxonomy: Taxonomy },
  unknownTopics: Map<string, number>,
): { line(value: unknown): ReadLine; label(line: LabelLine, post: Post | undefined): Label } {
  const topics = new Map(taxonomy.groups.flatMap(({ code, topics: own }) => own.map(({ id }) => [id, code] as const)));
  return {
    line(value) {
      const whole = labelSchema.safeParse(value);
      if (whole.success && isOwnId(whole.data)) return { label: masked(whole.data), line: null };
      const result = labelLineSchema.safeParse(value);
      if (!result.success) {
        const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`);
        return { problem: problems.join('; ') };
      }
      const line = result.data;
      if (line.text.trim() === '') return { problem: 'text: is empty, write the text that was labelled' };
      const group = line.topic ? topics.get(line.topic) : undefined;
      if (line.topic && group === undefined) {
        unknownTopics.set(line.topic, (unknownTopics.get(line.topic) ?? 0) + 1);
        line.topic = null;
      } else if (group !== undefined && line.group && line.group !== group)
        return { problem: `topic: «${line.topic}» is of the group ${group}, and the line says ${line.group}` };
      line.group ??= group ?? null;
      if (line.incident === false && (line.group || line.topic))
        return { problem: 'incident: is false, and yet the line has a group: leave one of them out' };
      if (line.incident === null || line.incident === undefined) {
        if (!line.group) return { label: null, line: null };
        line.incident = true;
      }
      return { label: null, line };
    },
    label(line, post) {
      const text = cleanAndMask(line.text).masked;
      const subject = post?.id ?? textSubject(text);
      const who = line.who ?? by;
      const at = line.at ?? isoTime(nowMs);
      const incident = line.incident === true;
      return {
        id: labelId(who, subject),
        version: Math.max(1, Date.parse(at)),
        subject,
        postId: post?.id ?? null,
        text,
        cluster: line.cluster ?? (post === undefined ? subject : clusterOf(post)),
        who,
        at,
        origin: 'import',
        ...notAsked,
        incident,
        ...(incident
          ? {
              group: line.group ?? null,
              alt: line.alt ?? null,
              topic: line.topic ?? null,
              kind: line.kind ?? null,
              urgency: line.urgency ?? null,
            }
          : {}),
        shown: null,
        note: line.note ?? null,
      };
    },
  };
}

/** True for an id that follows from what the label is about and who speaks, as ours do. */
function isOwnId({ id, origin, who, subject, cluster }: Label): boolean {
  const voices = { operator: `incident ${cluster}`, settled: 'settled', labeller: who, import: who };
  return id === labelId(voices[origin], subject);
}

function masked(label: Label): Label {
  return { ...label, text: cleanAndMask(label.text).masked };
}
