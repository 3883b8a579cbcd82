/**
 * A service could not be brought up. `message` says what and which; `remedy` says what to do; `isImpossible` is true where this
 * machine lacks something (no JDK, no apt), false where a start was tried and failed.
 */
export class ServiceError extends Error {
  /** @param {string} message @param {{ remedy?: string, isImpossible?: boolean, cause?: unknown }} [options] */
  constructor(message, { remedy = '', isImpossible = false, cause } = {}) {
    super(remedy ? `${message}\n  What to do: ${remedy}` : message, { cause });
    this.name = 'ServiceError';
    this.remedy = remedy;
    this.isImpossible = isImpossible;
  }
}

/** The message of anything thrown, for a line of output. */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
