/** Invented places for fake-world.mjs. */
import { settlements, streets } from './fake-names.mjs';

export function buildPlace(random) {
  const settlement = settlements[Math.floor(random() ** 2 * settlements.length)];
  const street = random() < 0.85 ? streets[Math.floor(random() * streets.length)] : null;
  const house = street && random() < 0.75 ? String(1 + Math.floor(random() * 120)) : null;
  const named = random() < 0.4;
  const parts = [named || !street ? settlement : null, street, house].filter(Boolean);
  const spans = [];
  if (named || !street) spans.push({ field: 'settlement', value: settlement });
  if (street) spans.push({ field: 'street', value: street });
  if (house) spans.push({ field: 'house', value: house });
  return { settlement, street, house, text: parts.join(', '), spans };
}

/** What a loaded address pack and boundaries would add. */
export function pointOf({ settlement, street, house }) {
  const n = settlements.indexOf(settlement);
  const step = (house?.length ?? 0) + (street?.length ?? 0);
  return {
    district: n === 0 && street ? 'Озёрный район' : null,
    landmarks: n === 0 && house ? [{ kind: 'stop', name: 'Рынок' }] : [],
    oktmo: n === 0 ? '02701000001' : '02701000',
    point: { lat: 57.31 + n / 20 + step / 1_000, lon: 36.52 - step / 800 },
    pointOf: house ? 'house' : street ? 'street' : 'settlement',
  };
}
