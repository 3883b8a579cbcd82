import { z } from 'zod';
import { AppError } from '../core/errors.js';

const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, hostname: /.*/, error: `use an address like ${example}` });

/** Environment = addresses and secrets; behaviour lives in config/. This file is the only reader of process.env. */
const envSchema = z.object({
  OTKLIK_REDIS_URL: url(/^rediss?$/, 'redis://127.0.0.1:6379').optional(),
  OTKLIK_ELASTICSEARCH_URL: url(/^https?$/, 'http://127.0.0.1:9200').optional(),
  OTKLIK_ELASTICSEARCH_API_KEY: z.string().min(1).optional(),
  OTKLIK_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/, 'use up to 41 lower-case Latin letters, digits and hyphens, a letter first')
    .default('otklik'),
  OTKLIK_AUTHOR_KEY: z
    .string()
    .min(32, 'use at least 32 characters, e.g. the output of: openssl rand -base64 48')
    .optional(),
  OTKLIK_HOST: z.string().min(1).default('127.0.0.1'),
  OTKLIK_PORT: z.coerce.number().int().min(0).max(65_535).default(8470),
  OTKLIK_METRICS_TOKEN: z.string().min(16, 'use at least 16 characters').optional(),
  OTKLIK_SECURE_COOKIE: z.stringbool().default(false),
  OTKLIK_CONFIG_DIR: z.string().min(1).default('config'),
  OTKLIK_STATE_DIR: z.string().min(1).default('.otklik'),
  OTKLIK_MODELS_DIR: z.string().min(1).default('models'),
  /** Works without the model files: the rules decide alone. */
  OTKLIK_RULES_ONLY: z.stringbool().default(false),
  OTKLIK_HTTP_PROXY: url(/^https?$/, 'http://proxy.example:3128').optional(),
  /** Program of Chromium or Chrome, for sources that need a browser; looked for in the usual places when not given. */
  OTKLIK_CHROMIUM: z.string().min(1).optional(),
  /** Service key of the operator's VK application. */
  OTKLIK_VK_TOKEN: z.string().min(20, 'use the service key of your VK application').optional(),
  /** Token of the operator's bot in MAX. */
  OTKLIK_MAX_TOKEN: z.string().min(20, 'use the token of your bot').optional(),
  /** The operator's application in OK.ru: its public key, the secret key of the session and the access token. */
  OTKLIK_OK_APPLICATION_KEY: z.string().min(8, 'use the public key of your application').optional(),
  OTKLIK_OK_SECRET: z.string().min(16, 'use the secret key of the session').optional(),
  OTKLIK_OK_TOKEN: z.string().min(16, 'use the access token').optional(),
  OTKLIK_CONTACT: z.string().min(3).optional(),
  OTKLIK_DEMO_PORT: z.coerce.number().int().min(1_024).max(65_000).default(8471),
  /** Time after which the jobs of a process that died are taken up by another, ms. */
  OTKLIK_JOB_LOCK_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
  OTKLIK_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  OTKLIK_LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
});

export type Env = Readonly<z.infer<typeof envSchema>>;

/**
 * Reads and checks the environment once.
 * @throws AppError E_ENV_INVALID with all problems, one a line.
 */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => name.startsWith('OTKLIK_') && value !== ''),
  );
  const result = envSchema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
  throw new AppError(
    'E_ENV_INVALID',
    `the environment has ${lines.length} problem(s), mend and start again:\n${lines.join('\n')}`,
  );
}
