/** What all charts share: colours for light and dark, text, escaping. The files stand alone: no script, no font, nothing loaded. */

/** Colours by role, [light, dark]; series differ in dash and marker too, so that nobody has to tell colours apart. */
const colours = {
  paper: ['#ffffff', '#16191d'],
  ink: ['#1d2329', '#e6e9ec'],
  faint: ['#5b6570', '#a3adb7'],
  grid: ['#e3e7ea', '#2d343b'],
  s0: ['#1f63a8', '#74b3f0'],
  s1: ['#a8500c', '#f2a35e'],
  s2: ['#2c7a3f', '#7fd093'],
  s3: ['#7b3fa0', '#cda0ee'],
} as const;
export const seriesClasses = ['s0', 's1', 's2', 's3'] as const;
export const dashes = ['', '7 4', '2 4', '10 3 2 3'] as const;

const rules = (at: 0 | 1): string =>
  Object.entries(colours)
    .map(([name, pair]) => `.f-${name}{fill:${pair[at]}}.l-${name}{stroke:${pair[at]}}`)
    .join('');

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A number of an SVG attribute: two decimals are finer than a screen. */
export const at = (value: number): string => String(Math.round(value * 100) / 100);

export interface TextPlace {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  role?: keyof typeof colours;
  turn?: number;
  isBold?: boolean;
}

export function svgText(x: number, y: number, text: string, place: TextPlace = {}): string {
  const { anchor = 'start', size = 13, role = 'ink', turn, isBold = false } = place;
  const turned = turn === undefined ? '' : ` transform="rotate(${turn} ${at(x)} ${at(y)})"`;
  const weight = isBold ? ' font-weight="600"' : '';
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" font-size="${size}" class="f-${role}"${weight}${turned}>${escapeXml(text)}</text>`;
}

/** A whole file: title for screen readers, styles, paper, content. */
export function svgFile(width: number, height: number, title: string, description: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}${rules(0)}@media (prefers-color-scheme:dark){${rules(1)}}</style>
<rect width="${width}" height="${height}" class="f-paper"/>
${content}
</svg>
`;
}
