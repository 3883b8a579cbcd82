import { incidentInputs, topicLogits } from '../decide.js';
import type { Decision } from '../decision.js';
import { type Kind, kinds } from '../signals.js';
import type { DecisionSample } from './decision.js';
import { fitFew } from './fit-few.js';
import { fitGroup, type GroupPulls } from './group-layer.js';
import { lossAndSlope } from './loss.js';

/** All coefficients of the last layer fitted to these texts; thresholds are the prior's. */
export function fitCoefficients(
  samples: readonly DecisionSample[],
  topics: readonly string[],
  prior: Decision,
  settings: GroupPulls & { prevalence: number },
): Decision {
  return {
    ...prior,
    incident: { ...prior.incident, ...fitIncident(samples, prior, settings.pull), prevalence: settings.prevalence },
    group: { ...prior.group, ...fitGroup(samples, prior, settings) },
    topic: { ...prior.topic, ...fitTopic(samples, topics, prior, settings.pull) },
    kind: fitKind(samples, prior, settings.pull),
    urgent: { ...prior.urgent, ...fitUrgent(samples, prior, settings.pull) },
  };
}

function fitIncident(samples: readonly DecisionSample[], { incident }: Decision, pull: number) {
  const asked = samples.filter((one) => one.incident !== null && one.incidentWeight > 0);
  const inputs = asked.map(({ signals }) => incidentInputs(signals));
  const side = (yes: boolean): number =>
    asked.reduce((sum, one) => sum + ((one.incident as number) > 0.5 === yes ? one.incidentWeight : 0), 0);
  const both = side(true) + side(false);
  const factor = [both / 2 / Math.max(1e-9, side(false)), both / 2 / Math.max(1e-9, side(true))];
  const logits = new Float64Array(1);
  const target = new Float64Array(1);
  const start = [incident.bias, incident.transformer, incident.linear, incident.rules, incident.length];
  const x = fitFew(start, [0.1 * pull, pull, pull, pull, pull], (values, gradient) => {
    let loss = 0;
    asked.forEach((one, at) => {
      const input = inputs[at] as readonly number[];
      logits[0] = values[0] as number;
      input.forEach((value, index) => {
        logits[0] = (logits[0] as number) + value * (values[index + 1] as number);
      });
      target[0] = one.incident as number;
      const weight = one.incidentWeight * (factor[(one.incident as number) > 0.5 ? 1 : 0] as number);
      loss += weight * lossAndSlope(logits, target);
      const slope = weight * (logits[0] as number);
      gradient[0] = (gradient[0] as number) + slope;
      input.forEach((value, index) => {
        gradient[index + 1] = (gradient[index + 1] as number) + slope * value;
      });
    });
    return loss;
  });
  const [bias, transformer, linear, rules, length] = x as unknown as [number, number, number, number, number];
  return { bias, transformer, linear, rules, length };
}

function fitTopic(samples: readonly DecisionSample[], topics: readonly string[], { topic }: Decision, pull: number) {
  const asked = samples.flatMap((one) => {
    const at = one.topic === null ? -1 : topics.indexOf(one.topic);
    if (at === -1 || one.signals.topic.length === 0) return [];
    const group = `${(one.topic as string).split('.')[0]}.`;
    const inside = topics.flatMap((id, index) => (id.startsWith(group) ? [index] : []));
    const target = new Float64Array(inside.length);
    target[inside.indexOf(at)] = 1;
    return [{ inside, target, signals: one.signals }];
  });
  const x = fitFew([topic.scale, topic.rules], [5 * pull, 2 * pull], (values, gradient) => {
    let loss = 0;
    for (const { inside, target, signals } of asked) {
      const logits = topicLogits({ scale: values[0] as number, rules: values[1] as number }, signals, topics, inside);
      loss += lossAndSlope(logits, target);
      inside.forEach((index, at) => {
        const slope = logits[at] as number;
        gradient[0] = (gradient[0] as number) + slope * (signals.topic[index] as number);
        if (topics[index] === signals.rules.topic) gradient[1] = (gradient[1] as number) + slope;
      });
    }
    return loss;
  });
  return { scale: x[0] as number, rules: x[1] as number };
}

function fitKind(samples: readonly DecisionSample[], { kind }: Decision, pull: number): Decision['kind'] {
  const asked = samples.filter((one) => one.kind !== null);
  const x = fitFew([kind.scale, ...kind.bias], [5 * pull, pull, pull, pull], (values, gradient) => {
    let loss = 0;
    for (const { signals, kind: wanted } of asked) {
      const logits = signals.kind.map((logit, index) => (values[0] as number) * logit + (values[index + 1] as number));
      const target = new Float64Array(kinds.length);
      target[kinds.indexOf(wanted as Kind)] = 1;
      loss += lossAndSlope(logits, target);
      logits.forEach((slope, index) => {
        gradient[0] = (gradient[0] as number) + slope * (signals.kind[index] as number);
        gradient[index + 1] = (gradient[index + 1] as number) + slope;
      });
    }
    return loss;
  });
  return { scale: x[0] as number, bias: Array.from(x.subarray(1)) };
}

function fitUrgent(samples: readonly DecisionSample[], { urgent }: Decision, pull: number) {
  const asked = samples.filter((one) => one.urgency !== null);
  const logits = new Float64Array(1);
  const target = new Float64Array(1);
  const x = fitFew([urgent.scale, urgent.bias], [5 * pull, pull], (values, gradient) => {
    let loss = 0;
    for (const { signals, urgency } of asked) {
      logits[0] = (values[0] as number) * signals.urgent + (values[1] as number);
      target[0] = urgency === 'urgent' ? 1 : 0;
      loss += lossAndSlope(logits, target);
      gradient[0] = (gradient[0] as number) + (logits[0] as number) * signals.urgent;
      gradient[1] = (gradient[1] as number) + (logits[0] as number);
    }
    return loss;
  });
  return { scale: x[0] as number, bias: x[1] as number };
}
