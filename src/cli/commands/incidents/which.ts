import { AppError } from '../../../core/errors.js';

export const whichArgs = {
  id: { type: 'positional', required: false, description: 'number or id of an incident' },
  all: { type: 'boolean', default: false, description: 'every incident' },
} as const;

/**
 * The incident that is named, or null for all.
 * @throws AppError E_INPUT_INVALID when both or neither are asked for
 */
export function onlyOrAll({ id, all }: { id?: string | undefined; all: boolean }): string | null {
  if (all === (id !== undefined))
    throw new AppError('E_INPUT_INVALID', 'name one incident, or all of them with --all: one of the two');
  return id ?? null;
}
