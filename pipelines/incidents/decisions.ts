import { labelId } from '../../src/core/ids.js';
import type { IncidentEvent } from '../../src/core/incident.js';
import type { IncidentPost, MachineHalf } from '../../src/core/incident-machine.js';
import { type Answer, type Label, notAsked, type Shown, shownOf } from '../../src/core/label.js';

/** What of the topic or the urgency was given by hand or accepted as it stood. */
type Opinion = Pick<Answer, 'group' | 'topic' | 'urgency'>;

/**
 * What the operators of an incident said of its texts, one label a post; empty when none of them has decided anything. The one definition of
 * «decided»:
 * - «not an incident» is a label against, until somebody reopens it;
 * - a changed topic or urgency is the label, whatever the machine says later;
 * - whoever accepts an incident, hands it on, answers it, approves an answer or closes it accepts the topic and the urgency that it has at that moment, be they the machine's;
 * - reopening says that it is an incident and nothing of its topic; a comment says nothing.
 *
 * The last decision counts, and is about the posts that were part of the incident when it was taken, in the words that they had then: of what
 * joined or was edited later nobody has said anything yet. Pure: the same log always gives the same labels.
 */
export function decisionLabels(events: readonly IncidentEvent[]): Label[] {
  const posts = new Map<string, IncidentPost>();
  let machine: MachineHalf | null = null;
  let given: Partial<Opinion> = {};
  let accepted: Opinion | null = null;
  let labels: Label[] = [];
  for (const event of events) {
    const { change, actor } = event;
    if (change.type === 'opened' || change.type === 'rescored') machine = change.machine;
    if (change.type === 'opened' || change.type === 'post-joined') posts.set(change.post.postId, change.post);
    if (change.type === 'post-edited' && posts.has(change.post.postId)) posts.set(change.post.postId, change.post);
    if (actor.kind !== 'operator' || machine === null) continue;
    let isIncident = true;
    switch (change.type) {
      case 'marked-not-incident':
        isIncident = false;
        break;
      case 'topic-changed':
        given = { ...given, group: change.group, topic: change.topic };
        break;
      case 'urgency-changed':
        given = { ...given, urgency: change.urgency };
        break;
      case 'accepted':
      case 'assigned':
      case 'interim-answered':
      case 'answer-approved':
      case 'forwarded':
      case 'answered':
      case 'closed': {
        const { group, topic, urgency } = machine.verdict;
        accepted = { group, topic, urgency };
        break;
      }
      case 'reopened':
        break;
      default:
        continue;
    }
    const opinion = isIncident ? { ...notAsked, ...accepted, ...given } : notAsked;
    const answer: Answer = { ...opinion, incident: isIncident };
    const shown = shownOf(machine.verdict, machine.revisions);
    labels = [...posts.values()].map((post) => labelOf(event, post, answer, shown));
  }
  return labels;
}

function labelOf(
  { incidentId, seq, at, actor }: IncidentEvent,
  { postId, text }: IncidentPost,
  answer: Answer,
  shown: Shown,
): Label {
  return {
    id: labelId(`incident ${incidentId}`, postId),
    version: seq,
    subject: postId,
    postId,
    text,
    cluster: incidentId,
    who: actor.id,
    at,
    origin: 'operator',
    ...answer,
    shown,
    note: null,
  };
}
