import { readFile } from 'node:fs/promises';
import type { JudgingSet, TextModel } from '../../models/classifier.js';
import { modelFile, readManifestAlone } from '../../models/manifest.js';
import { type ModelSet, parseModelSet } from '../../models/model-set.js';
import { openTextModel } from '../../models/open.js';
import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Env } from '../config/env.js';
import { loadRuleConfig } from '../config/rule-files.js';
import { AppError } from '../core/errors.js';
import type { ModelSetVersion } from '../core/model-set-version.js';
import type { Store } from '../core/ports.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { versionsInUse } from './models-in-force.js';
import { storedTeachings, type TaughtText } from './models-labelled.js';
import type { TextReader } from './models-reader.js';
import { refitSet } from './models-refit.js';
import { type SetMaker, type WrittenSet, writtenSet } from './models-retrain.js';
import { nameOf } from './models-shipped.js';
import { parseModelVersion } from './models-versions.js';
import { parsePackTexts } from './rule-files.js';

/**
 * A stored version ready to judge.
 * @throws AppError E_INPUT_INVALID when it does not fit this program, this encoder or its own name.
 */
export function loadVersion(model: Pick<TextModel, 'load'>, { version, set }: Pick<ModelSetVersion, 'version' | 'set'>): JudgingSet {
  return named(model.load(set), nameOf(parseModelSet(set).revision, version));
}

function named(set: JudgingSet, revision: string): JudgingSet {
  return {
    revision,
    admits: (linear) => set.admits(linear),
    decide: (reading) => set.decide(reading),
    partsOf: (words, target) => set.partsOf(words, target),
  };
}

/** Everything that measuring, comparing and fitting stand on. */
export interface OpenModels {
  reader: TextReader;
  maker: SetMaker;
  taxonomy: Taxonomy;
  /** @param word a version, «shipped», «live» or «shadow» @throws AppError E_INPUT_INVALID when there is none */
  setOf(word: string): Promise<JudgingSet>;
  /** Labelled texts of the store. */
  storedTexts(since?: string): Promise<TaughtText[]>;
  close(): Promise<void>;
}

/**
 * Opens the shipped model, the rules in force and, where there is one, the stored versions.
 * @throws AppError E_MODEL_MISSING, E_MODEL_ALTERED with the remedy.
 */
export async function openModels(env: Env, store: Store | null): Promise<OpenModels> {
  const folder = env.OTKLIK_MODELS_DIR;
  const { taxonomy, rules } = await rulesInForce(env, store);
  const model = await openTextModel({ folder });
  const shipped = await shippedSet(folder);
  const encoder = model.revisions.encoder;
  const reader: TextReader = {
    encoder,
    encode: async (analyses) => (await model.encode(analyses)).map(({ pooled }) => pooled),
    linear: (analysis) => model.score(analysis),
    rules: (analysis, origin) => rules.judge(analysis, origin),
  };
  const maker: SetMaker = {
    shipped: written(shipped, 0),
    open: (set) => model.load(set),
    refit: (from, parts, wanted) => refitSet(parseModelSet(from), parts, wanted),
    name: (set, version) => written(parseModelSet(set), version),
  };
  const opened = async (version: number): Promise<JudgingSet> => {
    const { revision, set } = await writtenSet(needed(store), maker, version);
    return named(model.load(set), revision);
  };
  return {
    reader,
    maker,
    taxonomy,
    async setOf(word) {
      if (store === null && (word === 'live' || word === 'shipped')) return named(model.shipped, maker.shipped.revision);
      if (word !== 'live' && word !== 'shadow') return opened(parseModelVersion(word));
      const { live, shadow } = await versionsInUse(needed(store).modelSets);
      const version = word === 'live' ? live : shadow;
      if (version !== null) return opened(version);
      throw new AppError('E_INPUT_INVALID', 'no version looks on: name a version, «live» or «shipped»');
    },
    async storedTexts(since) {
      const known = new Map((await needed(store).modelSets.list({ limit: 10_000 })).map((each) => [each.revision, each.encoder]));
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
