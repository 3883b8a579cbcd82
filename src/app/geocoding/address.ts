import type { Pointer } from '../../../pipelines/places/geocode.js';
import type { AddressQuery } from '../../core/geocoder.js';
import type { Place } from '../../core/place.js';

/** A name of an address as it may leave the house: letters, digits and the signs of names; no mask and no sentence. */
const plainName = /^(?=.*[\p{L}\p{N}])[\p{L}\p{N} .,«»"'()/№-]{1,80}$/u;
const plainHouse = /^\d{1,4}[\p{L}\d/]{0,8}$/u;

/**
 * What to ask of a geocoder to get a finer point than the place has; null when nothing finer is told, when the text names several
 * settlements, or when the names are none that may leave the house. Of several streets the first is asked, without a house.
 */
export function addressQueryOf(
  place: Place,
  pointer: Pick<Pointer, 'boxOf'>,
  withinHome: boolean,
): AddressQuery | null {
  const { region, municipality, settlement, pointOf } = place;
  if (settlement === null || !plainName.test(settlement)) return null;
  const [street = null, another] = place.street?.split(';') ?? [];
  if (street !== null && !plainName.test(street)) return null;
  const [written = null] = another === undefined && street !== null ? (place.house?.split(';') ?? []) : [];
  const house = written !== null && plainHouse.test(written) ? written : null;
  if (isAsFineAs(pointOf, house, street)) return null;
  return { region, municipality, settlement, street, house, box: withinHome ? pointer.boxOf(place) : null };
}

/** Whether the point is already what the address could give. */
function isAsFineAs(pointOf: Place['pointOf'], house: string | null, street: string | null): boolean {
  if (pointOf === null || pointOf === 'region' || pointOf === 'municipality') return false;
  if (house !== null) return pointOf === 'house';
  return street === null || (pointOf !== 'settlement' && pointOf !== 'district');
}
