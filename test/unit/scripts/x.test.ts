import { parseState } from '../../../scripts/lib/state.mjs';
export const y = parseState('');
