import type { estypes } from '@elastic/elasticsearch';
import type { Fields } from './fields.js';

/**
 * Says what a strict mapping would refuse in a document, so that the store in memory refuses the same: unknown fields and values of
 * the wrong kind. Null when it would be taken.
 */
export function checkMapping(document: object, fields: Fields, path = ''): string | null {
  for (const [key, value] of Object.entries(document)) {
    const field = fields[key];
    const name = path + key;
    if (!field) return `mapping set to strict, dynamic introduction of [${name}] is not allowed`;
    for (const item of Array.isArray(value) ? value.flat(9) : [value]) {
      const problem = checkValue(item, field, name);
      if (problem) return problem;
    }
  }
  return null;
}

function checkValue(value: unknown, field: estypes.MappingProperty, name: string): string | null {
  if (value === null || value === undefined) return null;
  const bad = () => `failed to parse field [${name}] of type [${field.type}]`;
  switch (field.type) {
    case 'object':
    case 'nested':
      if ('enabled' in field && field.enabled === false) return null;
      return typeof value === 'object' ? checkMapping(value, field.properties ?? {}, `${name}.`) : bad();
    case 'date':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)))
        ? null
        : bad();
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false' || value === '' ? null : bad();
    case 'long':
    case 'double':
      return typeof value !== 'object' && typeof value !== 'boolean' && Number.isFinite(Number(value)) ? null : bad();
    case 'geo_point':
      return isPoint(value) ? null : bad();
    default:
      return typeof value === 'object' ? bad() : null;
  }
}

/** As Otklik writes points; the other forms that Elasticsearch takes are never written. */
function isPoint(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { lat, lon, ...rest } = value as Record<string, unknown>;
  const isWithin = (degrees: unknown, limit: number): boolean =>
    typeof degrees === 'number' && degrees >= -limit && degrees <= limit;
  return isWithin(lat, 90) && isWithin(lon, 180) && Object.keys(rest).length === 0;
}
