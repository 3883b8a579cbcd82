import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Never in a log: texts and authors of posts, passwords, tokens. */
const redacted = [
  'text',
  'author',
  'authorId',
  'password',
  'passwordHash',
  'token',
  'cookie',
  'authorization',
  'apiKey',
];

/**
 * The one way to a logger. Fields first, constant lower-case message: `log.info({ sourceId, ms }, 'page read')`.
 * @param format `pretty` for people at a terminal, `json` for machines
 */
export function createLogger(options: {
  level: string;
  format: 'json' | 'pretty';
  role?: string;
  /** Where JSON lines go instead of stderr. */
  destination?: { write(line: string): void };
}): Logger {
  return pino(
    {
      level: options.level,
      base: options.role === undefined ? {} : { role: options.role },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      ...(options.format === 'pretty'
        ? {
            transport: {
              target: 'pino-pretty',
              options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', destination: 2 },
            },
          }
        : {}),
    },
    ...(options.format === 'json' ? [options.destination ?? pino.destination(2)] : []),
  );
}
