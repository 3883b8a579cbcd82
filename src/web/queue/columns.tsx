import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { IncidentRow } from '../../core/http.js';
import type { MessageKey } from '../i18n/translate.js';
import type { Sort } from '../lib/filters.js';
import {
  DeadlineCell,
  ExecutorCell,
  NumberCell,
  PeopleCell,
  PlaceCell,
  TextCell,
  TopicCell,
  WhenCell,
} from './cells.js';

/** A line of the table: the incident with what the list knows of it. */
export interface QueueLine {
  row: IncidentRow;
  gone: boolean;
  href: string;
  fragments: string[] | undefined;
  /** Cosine with what is searched for; undefined when words are searched. */
  similarity: number | undefined;
}

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, QueueLine>();

export const columns = helper.columns([
  helper.display({ id: 'number', cell: ({ row }) => <NumberCell line={row.original} /> }),
  helper.display({ id: 'topic', cell: ({ row }) => <TopicCell line={row.original} /> }),
  helper.display({ id: 'text', cell: ({ row }) => <TextCell line={row.original} /> }),
  helper.display({ id: 'place', cell: ({ row }) => <PlaceCell line={row.original} /> }),
  helper.display({ id: 'executor', cell: ({ row }) => <ExecutorCell line={row.original} /> }),
  helper.display({ id: 'people', cell: ({ row }) => <PeopleCell line={row.original} /> }),
  helper.display({ id: 'when', cell: ({ row }) => <WhenCell line={row.original} /> }),
  helper.display({ id: 'due', cell: ({ row }) => <DeadlineCell line={row.original} /> }),
]);

/** Heading of each column and the order that a press on it asks for. */
export const headings: Record<string, { key: MessageKey; sort: Sort | null }> = {
  number: { key: 'column.number', sort: null },
  topic: { key: 'column.topic', sort: null },
  text: { key: 'column.text', sort: null },
  place: { key: 'column.place', sort: null },
  executor: { key: 'column.executor', sort: null },
  people: { key: 'column.people', sort: 'people' },
  when: { key: 'column.when', sort: 'newest' },
  due: { key: 'column.due', sort: 'due' },
};
