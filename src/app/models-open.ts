import { readFile } from 'node:fs/promises';
import { modelFile, readManifestAlone } from '../../models/manifest.js';
import { type ModelSet, parseModelSet } from '../../models/model-set.js';
import { refitSet } from '../../models/refit.js';
import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Env } from '../config/env.js';
import { modelsConfigSchema } from '../config/models.js';
import { loadRuleConfig } from '../config/rule-files.js';
import { AppError } from '../core/errors.js';
import type { Store } from '../core/ports.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { openShippedModel } from './model.js';
import type { OpenedSet } from './models-eval.js';
import { versionsInUse } from './models-in-force.js';
import { storedTeachings, type TaughtText } from './models-labelled.js';
import type { TextReader } from './models-reader.js';
import { type SetMaker, type WrittenSet, writtenSet } from './models-retrain.js';
import { nameOf } from './models-shipped.js';
import { parseModelVersion } from './models-versions.js';
import { parsePackTexts } from './rule-files.js';

/** Everything that measuring, comparing and fitting stand on. */
export interface OpenModels {
  reader: TextReader;
  maker: SetMaker;
  taxonomy: Taxonomy;
  /** @param word a version, «shipped», «live» or «shadow» @throws AppError E_INPUT_INVALID when there is none */
  setOf(word: string): Promise<OpenedSet>;
  /** Labelled texts of the store. */
  storedTexts(since?: string): Promise<TaughtText[]>;
  close(): Promise<void>;
}

/**
 * Opens the shipped model, the rules in force and, where there is one, the stored versions.
 * @throws AppError E_MODEL_MISSING, E_MODEL_ALTERED with the remedy.
 */
export async function openModels(env: Env, store: Store | null): Promise<OpenModels> {
  const { taxonomy, rules } = await rulesInForce(env, store);
  // All cores: nobody else is served by this process.
  const model = await openShippedModel({ env, models: modelsConfigSchema.parse({}) });
  const shipped = await shippedSet(env.OTKLIK_MODELS_DIR);
  const encoder = model.revisions.encoder;
  const reader: TextReader = {
    encoder,
    encode: async (analyses) => (await model.encode(analyses)).map(({ pooled }) => pooled),
    glance: async (analyses) => (model.revisions.gate === null ? null : model.glance(analyses)),
    linear: (analysis) => model.score(analysis),
    rules: (analysis, origin) => rules.judge(analysis, origin),
  };
  const opened = (set: unknown, version: number): OpenedSet => ({
    judging: model.load(set, version),
    prevalence: parseModelSet(set).decision.incident.prevalence,
  });
  const maker: SetMaker = {
    shipped: written(shipped, 0),
    open: (set) => opened(set, 0),
    refit: (from, parts, wanted) => refitSet(parseModelSet(from), parts, wanted),
    name: (set, version) => written(parseModelSet(set), version),
  };
  const stored = async (version: number): Promise<OpenedSet> =>
    opened((await writtenSet(needed(store), maker, version)).set, version);
  return {
    reader,
    maker,
    taxonomy,
    async setOf(word) {
      if (store === null && (word === 'live' || word === 'shipped')) return opened(shipped, 0);
      if (word !== 'live' && word !== 'shadow') return stored(parseModelVersion(word));
      const { live, shadow } = await versionsInUse(needed(store).modelSets);
      const version = word === 'live' ? live : shadow;
      if (version !== null) return stored(version);
      throw new AppError('E_INPUT_INVALID', 'no version looks on: name a version, «live» or «shipped»');
    },
    async storedTexts(since) {
      const known = new Map(
        (await needed(store).modelSets.list({ limit: 10_000 })).map((each) => [each.revision, each.encoder]),
      );
      known.set(maker.shipped.revision, encoder);
      const { texts } = await storedTeachings(needed(store), {
        encoder,
        encoderOf: (revision) => known.get(revision) ?? null,
        ...(since === undefined ? {} : { since }),
      });
      return texts;
    },
    close: () => model.close(),
  };
}

async function shippedSet(folder: string): Promise<ModelSet> {
  const manifest = await readManifestAlone(folder);
  return parseModelSet(JSON.parse(await readFile(modelFile(folder, manifest, 'set'), 'utf8')));
}

function written(set: ModelSet, version: number): WrittenSet {
  return { revision: nameOf(set.revision, version), set };
}

function needed(store: Store | null): Store {
  if (store !== null) return store;
  throw new AppError(
    'E_SERVICE_MISSING',
    'OTKLIK_ELASTICSEARCH_URL is not set, and versions and labels are in Elasticsearch: run «npm run services -- up» and its «env», or name a file with --on and the shipped version',
  );
}

/** The rules that workers decide by: the deployed version, or the files where nothing is deployed. */
async function rulesInForce(env: Env, store: Store | null): Promise<{ taxonomy: Taxonomy; rules: RuleClassifier }> {
  const { taxonomy, files } = loadRuleConfig(env.OTKLIK_CONFIG_DIR);
  const deployed = store === null ? null : await store.ruleSets.latest();
  const packs = deployed === null ? files : parsePackTexts(deployed.files).files;
  return { taxonomy, rules: createRuleClassifier({ files: packs, taxonomy }) };
}
