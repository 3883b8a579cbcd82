import { Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import { markedEvidence } from '../lib/engines.js';
import { describeTarget } from '../lib/names.js';
import { type Range, segmentText } from '../lib/segments.js';
import { useNames } from '../ui/use-names.js';
import classes from './evidence-text.module.css';

/** What a marked word speaks for, and the sentence that says so. */
interface Note {
  kind: 'incident' | 'against' | 'urgent' | 'topic' | 'place';
  text: string;
}

/** A post's text; each word that score or place rest on tells its rule on hover and on focus. Text nodes only. */
export function EvidenceText({ post }: { post: IncidentCard['posts'][number] }) {
  const { t, language } = useI18n();
  const names = useNames();
  const segments = useMemo(() => {
    const ranges: Range<Note>[] = [];
    for (const one of markedEvidence(post.verdict?.evidence ?? [])) {
      const weight = `${one.weight > 0 ? '+' : ''}${formatNumber(one.weight, language)}`;
      const text = t('evidence.tip', { id: one.id, target: describeTarget(one.target, names, t), weight });
      const isAgainst = one.target === 'not-incident' || one.weight < 0;
      const kind = isAgainst ? 'against' : one.target === 'incident' || one.target === 'urgent' ? one.target : 'topic';
      for (const word of one.words) ranges.push({ start: word.start, end: word.end, value: { kind, text } });
    }
    for (const one of post.place?.evidence ?? []) {
      if (one.span === null) continue;
      const text = t('evidence.placeTip', { field: t(`place.${one.field}`).toLowerCase(), value: one.value });
      ranges.push({ start: one.span.start, end: one.span.end, value: { kind: 'place', text } });
    }
    return segmentText(post.text, ranges);
  }, [post, language, names, t]);

  return (
    <p className={classes.text}>
      {segments.map((segment) => {
        const [first] = segment.values;
        if (first === undefined) return <span key={segment.start}>{segment.text}</span>;
        const tip = [...new Set(segment.values.map((note) => note.text))];
        return (
          <Tooltip
            key={segment.start}
            multiline
            maw={360}
            events={{ hover: true, focus: true, touch: true }}
            label={tip.map((line) => (
              <span key={line} className={classes.tip}>
                {line}
              </span>
            ))}
          >
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason behind a word must be reachable by keyboard */}
            <mark className={classes.mark} data-kind={first.kind} tabIndex={0} aria-description={tip.join('; ')}>
              {segment.text}
            </mark>
          </Tooltip>
        );
      })}
    </p>
  );
}
