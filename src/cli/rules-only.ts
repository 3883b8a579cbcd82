import type { Env } from '../config/env.js';

/** The option of every command that reads texts. */
export const rulesOnlyOption = {
  type: 'boolean',
  default: false,
  description: 'without the model: the rules decide alone, no model file is needed (also OTKLIK_RULES_ONLY=1)',
} as const;

/** Whether the rules decide alone: by the option of a command, or by the environment. */
export function isRulesOnly(env: Env, option: unknown): boolean {
  return option === true || env.OTKLIK_RULES_ONLY;
}
