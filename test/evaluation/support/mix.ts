import { type DataText, readTexts, shuffled } from './data.js';

/** A text with the truth about it as far as its origin tells: appeals are incidents, the rest are not. */
export interface MixedText extends DataText {
  incident: boolean;
}

/** Origins of the appeals, and the town that they were written in. */
const homes: Record<string, string> = { troitsk: 'moscow-troitsk', perm1000: '57701000', omsk269: '52701000' };
const noisePerIncident = 20;

/**
 * Appeals among twenty times as many other posts, dealt out to hosts: appeals to hosts of their own town, the others anywhere.
 * The same seed and limit give the same mix.
 */
export function mixTexts(
  folder: string,
  options: { limit: number; hosts: number; seed: string },
): { territory: string; rows: MixedText[] }[] {
  const { limit, hosts, seed } = options;
  const noise = shuffled(readTexts(folder, 'noise.jsonl'), seed).slice(0, limit * noisePerIncident);
  const wanted = Math.min(limit, Math.floor(noise.length / noisePerIncident));
  const appeals = shuffled(readTexts(folder, 'unlabelled.jsonl'), seed).slice(0, wanted);
  const territories = Object.values(homes);
  const dealt = Array.from({ length: hosts }, (_unused, index) => ({
    territory: territories[index % territories.length] ?? '',
    rows: [] as MixedText[],
  }));
  appeals.forEach((row, index) => {
    const own = dealt.filter(({ territory }) => territory === homes[row.source]);
    own[index % own.length]?.rows.push({ ...row, incident: true });
  });
  // The largest hosts get less noise, so that all end at about the same time.
  for (const row of noise) {
    const smallest = dealt.reduce((least, host) => (host.rows.length < least.rows.length ? host : least));
    smallest.rows.push({ ...row, incident: false });
  }
  return dealt.map(({ territory, rows }) => ({ territory, rows: shuffled(rows, `${seed}-order`) }));
}
