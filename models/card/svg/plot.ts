import { at, dashes, seriesClasses, svgFile, svgText } from './frame.js';

export interface Axis {
  label: string;
  from: number;
  to: number;
  ticks: readonly number[];
  /** How a tick is written; two decimals without it. */
  write?: (value: number) => string;
  /** Equal steps for equal ratios; `from` must be above 0. */
  isLog?: boolean;
}
export interface Series {
  name: string;
  points: readonly (readonly [number, number])[];
  /** Vertical bounds of each point. */
  bounds?: readonly (readonly [number, number])[];
  /** Radius of a marker by point; no markers without it. */
  marks?: readonly number[];
}
export interface PlotOptions {
  title: string;
  /** What the chart shows, for who cannot see it. */
  description: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Thin lines to compare with: from one point to another, with a name that ends at `at`. */
  guides?: readonly {
    from: readonly [number, number];
    to: readonly [number, number];
    name: string;
    at: readonly [number, number];
  }[];
}

const box = { left: 74, top: 84, width: 560, height: 336 };
const size = { width: 680, height: 486 };

/** Lines, markers and bounds over two axes. */
export function linePlot({ title, description, x, y, series, guides = [] }: PlotOptions): string {
  const part = ({ from, to, isLog }: Axis, value: number): number => {
    const within = Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
    return isLog ? Math.log(within / from) / Math.log(to / from) : (within - from) / (to - from);
  };
  const px = (value: number): number => box.left + part(x, value) * box.width;
  const py = (value: number): number => box.top + (1 - part(y, value)) * box.height;
  const write = (axis: Axis, value: number): string => axis.write?.(value) ?? value.toFixed(2);
  const bottom = box.top + box.height;

  const grid = [
    ...x.ticks.flatMap((tick) => [
      `<path d="M${at(px(tick))} ${box.top}V${bottom}" class="l-grid"/>`,
      svgText(px(tick), bottom + 19, write(x, tick), { anchor: 'middle', role: 'faint', size: 12 }),
    ]),
    ...y.ticks.flatMap((tick) => [
      `<path d="M${box.left} ${at(py(tick))}H${box.left + box.width}" class="l-grid"/>`,
      svgText(box.left - 8, py(tick) + 4, write(y, tick), { anchor: 'end', role: 'faint', size: 12 }),
    ]),
    `<path d="M${box.left} ${box.top}V${bottom}H${box.left + box.width}" fill="none" class="l-faint"/>`,
    svgText(box.left + box.width / 2, bottom + 44, x.label, { anchor: 'middle' }),
    svgText(20, box.top + box.height / 2, y.label, { anchor: 'middle', turn: -90 }),
  ];
  const lines = guides.flatMap(({ from, to, name, at: place }) => [
    `<path d="M${at(px(from[0]))} ${at(py(from[1]))}L${at(px(to[0]))} ${at(py(to[1]))}" fill="none" class="l-faint" stroke-dasharray="3 4"/>`,
    svgText(px(place[0]) - 6, py(place[1]) - 6, name, { anchor: 'end', role: 'faint', size: 12 }),
  ]);
  const drawn = series.map(({ points, bounds, marks }, index) => {
    const name = seriesClasses[index % seriesClasses.length];
    const path = points.map(([px0, py0], step) => `${step === 0 ? 'M' : 'L'}${at(px(px0))} ${at(py(py0))}`).join('');
    const whiskers = (bounds ?? [])
      .map(
        ([low, high], step) =>
          `<path d="M${at(px(points[step]?.[0] ?? 0))} ${at(py(low))}V${at(py(high))}" class="l-${name}" stroke-width="1.5" stroke-opacity="0.6"/>`,
      )
      .join('');
    const circles = (marks ?? [])
      .map(
        (radius, step) =>
          `<circle cx="${at(px(points[step]?.[0] ?? 0))}" cy="${at(py(points[step]?.[1] ?? 0))}" r="${at(radius)}" class="f-${name} l-paper"/>`,
      )
      .join('');
    const dash = dashes[index % dashes.length];
    return `<path d="${path}" fill="none" class="l-${name}" stroke-width="2.5" stroke-linejoin="round"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>${whiskers}${circles}`;
  });
  let left = box.left;
  const legend = series.map(({ name, points }, index) => {
    const own = seriesClasses[index % seriesClasses.length];
    const dash = dashes[index % dashes.length];
    const key =
      points.length === 1
        ? `<circle cx="${at(left + 14)}" cy="60" r="6" class="f-${own}"/>`
        : `<path d="M${at(left)} 60h28" fill="none" class="l-${own}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
    const text = svgText(left + 35, 64.5, name);
    // 7.1 units a letter is wider than any system font at this size.
    left += 35 + name.length * 7.1 + 18;
    return key + text;
  });
  const heading = svgText(box.left, 32, title, { size: 17, isBold: true });
  return svgFile(
    size.width,
    size.height,
    title,
    description,
    [heading, ...legend, ...grid, ...lines, ...drawn].join('\n'),
  );
}
