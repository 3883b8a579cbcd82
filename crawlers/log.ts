/** The part of a pino logger that the collector uses: fields first, then a constant lower-case message. */
export interface CrawlLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Says nothing: for tests and one-off readings. */
export const silentLog: CrawlLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
