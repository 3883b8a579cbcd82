import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../src/core/errors.js';
import { charts } from './charts.js';
import { evaluationPage } from './evaluation-page.js';
import {
  learningCurveSchema,
  memorisedSchema,
  modelFiguresSchema,
  trainingSchema,
  trainingSourcesSchema,
} from './figures.js';
import { type CardInput, type CardManifest, modelCard } from './model-card.js';

/** Everything that the pages are made of. */
export interface PagesInput {
  card: CardInput;
}

/**
 * Reads the committed numbers of a folder of models. What was not recorded yet is null, except figures, sources and manifest.
 * @throws AppError E_INPUT_INVALID for a file that is missing or not what it should be
 */
export function readCardInput(folder: string): PagesInput {
  const figures = need(join(folder, 'figures.json'), modelFiguresSchema);
  // The manifest has its own reader and test; the card only prints it.
  const manifest = json(join(folder, 'manifest.json')) as CardManifest;
  return {
    card: {
      manifest,
      figures,
      sources: need(join(folder, 'train', 'sources.json'), trainingSourcesSchema),
      training: mayBe(join(folder, 'train', 'training.json'), trainingSchema),
      learning: mayBe(join(folder, 'train', 'learning-curve.json'), learningCurveSchema),
      memorised: mayBe(join(folder, 'train', 'memorised.json'), memorisedSchema),
    },
  };
}

/** Texts of the generated files by path from the root of the checkout. Pure. */
export function modelPages({ card }: PagesInput): Record<string, string> {
  const { figures, learning } = card;
  const pictures = Object.entries(charts(figures, learning)).map(
    ([name, svg]) => [`docs/models/${name}`, svg] as const,
  );
  return {
    'models/CARD.md': modelCard(card),
    'docs/models-evaluation.md': evaluationPage({ figures, learning }),
    ...Object.fromEntries(pictures),
  };
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError('E_INPUT_INVALID', `${path} cannot be read: write it with npm run evaluate -- models --write`, {
      cause,
    });
  }
}

function need<T>(path: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(json(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('E_INPUT_INVALID', `${path}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function mayBe<T>(path: string, schema: z.ZodType<T>): T | null {
  return existsSync(path) ? need(path, schema) : null;
}
