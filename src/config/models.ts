import { z } from 'zod';

/** How the model runs: config/models.yaml. Which version of it decides is no matter of files: `otklik model use`. */
export const modelsConfigSchema = z.strictObject({
  /** Share of the posts that the gate lets go which the model reads all the same, 0-1: what the gate loses is reckoned from them. */
  gateSample: z.number().min(0).max(1).default(0.005),
  /** Threads that run the encoder, each with the weights in memory; by default as many as the cores are worth. */
  workers: z.number().int().min(1).max(64).optional(),
  /** Threads inside each of them; workers × threads should be the number of cores. */
  threads: z.number().int().min(1).max(64).optional(),
  /** Texts that may wait for the encoder; above it the line waits. */
  maxQueuedTexts: z.number().int().min(200).max(100_000).optional(),
  /** Folder of `otklik executors train`, from the project's root: suggests executors where the routing table is silent. Left out: none. */
  executors: z.string().min(1).optional(),
});
export type ModelsConfig = z.infer<typeof modelsConfigSchema>;
