import { isWanted, type OsmElement, type OsmFile, wayElement } from './osm-element.js';
import { middleOfRing, type Polygon, type Position, polygonsOf } from './osm-geometry.js';
import { OsmNodes } from './osm-nodes.js';
import { readXml } from './xml-elements.js';

interface Draft {
  kind: 'node' | 'way' | 'relation';
  id: number;
  tags: Record<string, string>;
  refs: number[];
  /** Overpass writes the geometry into the way: `out geom`, `out center`. */
  line: Position[];
  center: Position | null;
  members: { ref: number; isInner: boolean }[];
}

/**
 * An OSM XML file (.osm), read twice: first what boundaries are made of, then everything. Nodes come before ways, and ways before relations,
 * as all tools write them.
 * @param open begins at the beginning each time
 */
export function osmXmlFile(path: string, open: () => AsyncIterable<string>): OsmFile {
  return {
    path,
    async read(onElement, onProblem) {
      const membersWanted = new Set<number>();
      await readDrafts(path, open(), (draft) => {
        if (draft.kind === 'relation' && isWanted(draft.tags))
          for (const { ref } of draft.members) membersWanted.add(ref);
      });
      const nodes = new OsmNodes();
      const ways = new Map<number, Position[]>();
      await readDrafts(
        path,
        open(),
        (draft) => {
          const place = `${draft.kind} ${draft.id}`;
          if (draft.kind === 'node') {
            if (!isWanted(draft.tags)) return;
            const position = nodes.get(draft.id);
            const point = position === null ? null : { lat: position[1], lon: position[0] };
            onElement({ place, tags: draft.tags, point, line: null, polygons: null });
          } else if (draft.kind === 'way') {
            const isMember = membersWanted.has(draft.id);
            const isNamed = isWanted(draft.tags);
            if (!isMember && !isNamed) return;
            const line =
              draft.line.length > 0
                ? draft.line
                : draft.refs.flatMap((ref) => {
                    const position = nodes.get(ref);
                    return position === null ? [] : [position];
                  });
            if (isMember) ways.set(draft.id, line);
            if (isNamed) onElement(centred(wayElement(place, draft.tags, line), draft.center));
          } else if (isWanted(draft.tags)) {
            const lines = (isInner: boolean): Position[][] =>
              draft.members.filter((one) => one.isInner === isInner).map(({ ref }) => ways.get(ref) ?? []);
            onElement(centred(relationElement(place, draft.tags, lines(false), lines(true)), draft.center));
          }
        },
        (id, lon, lat) => nodes.add(id, lon, lat),
        onProblem,
      );
    },
  };
}

function centred(element: OsmElement, center: Position | null): OsmElement {
  return element.point !== null || center === null
    ? element
    : { ...element, point: { lat: center[1], lon: center[0] } };
}

/** Null without degrees. */
function positionOf({ lat, lon }: Readonly<Record<string, string>>): Position | null {
  const position: Position = [Number(lon), Number(lat)];
  return lon !== undefined && Math.abs(position[0]) <= 180 && Math.abs(position[1]) <= 90 ? position : null;
}

/** A relation by the lines of its ways; without polygons when some of them are not in the extract. */
export function relationElement(
  place: string,
  tags: Record<string, string>,
  outer: readonly (readonly Position[])[],
  inner: readonly (readonly Position[])[],
): OsmElement {
  const isWhole = [...outer, ...inner].every((line) => line.length > 0);
  const polygons: Polygon[] | null = isWhole ? polygonsOf(outer, inner) : null;
  const point = middleOfRing(polygons?.[0]?.[0] ?? outer.find((line) => line.length > 0) ?? []);
  return { place, tags, point, line: null, polygons };
}

async function readDrafts(
  path: string,
  chunks: AsyncIterable<string>,
  onDraft: (draft: Draft) => void,
  onNode?: (id: number, lon: number, lat: number) => void,
  onProblem?: (problem: string) => void,
): Promise<void> {
  let draft: Draft | null = null;
  await readXml(path, chunks, ['osm'], {
    open(name, attributes, number) {
      if (name === 'node' || name === 'way' || name === 'relation') {
        const id = Number(attributes.id);
        draft = { kind: name, id, tags: {}, refs: [], line: [], center: null, members: [] };
        if (!Number.isFinite(id)) {
          onProblem?.(`${path}, element ${number} (<${name}>) has no id: it is left out`);
          draft = null;
        } else if (name === 'node') {
          const position = positionOf(attributes);
          if (position !== null) onNode?.(id, ...position);
          else if (attributes.visible !== 'false')
            onProblem?.(`${path}, node ${id} has no lat and lon that are degrees: it has no point`);
        }
      } else if (draft === null) return;
      else if (name === 'tag') draft.tags[attributes.k ?? ''] = attributes.v ?? '';
      else if (name === 'center') draft.center = positionOf(attributes);
      else if (name === 'nd') {
        const position = draft.kind === 'way' ? positionOf(attributes) : null;
        if (position === null) draft.refs.push(Number(attributes.ref));
        else draft.line.push(position);
      } else if (name === 'member' && attributes.type === 'way' && /^(?:outer|inner|)$/.test(attributes.role ?? ''))
        draft.members.push({ ref: Number(attributes.ref), isInner: attributes.role === 'inner' });
    },
    close(name) {
      if (draft === null || name !== draft.kind) return;
      onDraft(draft);
      draft = null;
    },
  });
}
