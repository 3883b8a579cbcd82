import type { TextModel } from '../../models/classifier.js';
import { loadAnswers } from '../../pipelines/answers/load.js';
import type { AnswerTemplate } from '../../pipelines/answers/schema.js';
import type { Pointer } from '../../pipelines/places/geocode.js';
import { createLocator, type LocatorParts } from '../../pipelines/places/locator.js';
import { createRouter, type RouterParts } from '../../pipelines/routing/router.js';
import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Config } from '../config/load.js';
import type { ConfigProblem } from '../core/config-file.js';
import type { ExecutorSuggester } from '../core/executor-suggestion.js';
import type { KeptResults } from '../core/kept.js';
import type { Classifier, Decision, Locator, Router } from '../core/ports.js';
import { makeDecision } from './decision.js';
import { fixedModelSource } from './model-source.js';

/** Everything that looks at a text and decides; no I/O but the encoder's threads. */
export interface Analysis {
  /** Of the files of config/rules and the shipped model. */
  classifier: Classifier;
  /** The rules of config/rules, for as long as no deployed version is in force. */
  rules: RuleClassifier;
  decision: Decision;
  /** Null when rules decide alone. */
  model: TextModel | null;
  locator: Locator;
  /** Points and boundaries, for places whose point a geocoder finds. */
  pointer: Pointer;
  router: Router;
  /** Suggests executors where the routing table is silent; null where none was trained. */
  suggester: ExecutorSuggester | null;
  /** Why a post gets its route; for people who ask. */
  explainRoute: RouterParts['explain'];
  /** Why a text gets its place, and the territories that people name; for people who ask. */
  places: Pick<LocatorParts, 'explain' | 'territoryNamed'>;
  /** Of config/answers: what drafts of answers are made from. */
  answerTemplates: readonly AnswerTemplate[];
  /** All territories of config/places. */
  territoryIds: readonly string[];
  /** First two digits of the OKTMO codes of the federal subjects among them, by territory id. */
  regionCodes: ReadonlyMap<string, string>;
  /** Entries of config/ that were left out, with file and line. */
  problems: ConfigProblem[];
}

/**
 * Compiles rules, places and routing; the rules decide alone. Entries that cannot be used are left out and listed in `problems`.
 * @param kept what earlier starts made of the same files, which saves more than half a second
 */
export function buildAnalysis(config: Config, kept?: KeptResults): Analysis {
  const { taxonomy } = config;
  const places = createLocator({
    files: config.placeFiles,
    packs: config.placePacks,
    boundaryFiles: config.boundaryFiles,
    kept,
  });
  const { locator, territories, pointer } = places;
  const cache = kept === undefined ? {} : { kept };
  const rules = createRuleClassifier({ files: config.ruleFiles, taxonomy, locator, ...cache });
  const routing = createRouter({
    files: config.routingFiles,
    lineage: locator.lineage,
    territories,
    served: [...new Set(config.sources.map((source) => source.territory))],
    groupNames: Object.fromEntries(taxonomy.groups.map((group) => [group.code, group.ru])),
  });
  const answers = loadAnswers(config.answerFiles, taxonomy);
  const decision = makeDecision({ rules, ruleSet: null });
  return {
    classifier: decision.classifier,
    rules,
    decision,
    model: null,
    locator,
    pointer,
    router: routing.router,
    suggester: null,
    explainRoute: routing.explain,
    places,
    answerTemplates: answers.templates,
    territoryIds: territories.map(({ id }) => id),
    regionCodes: new Map(
      territories.flatMap(({ id, level, oktmo }) => (level === 'region' && oktmo ? [[id, oktmo.slice(0, 2)]] : [])),
    ),
    problems: [...rules.problems, ...places.problems, ...routing.problems, ...answers.problems],
  };
}

/** The same with the shipped model, which decides together with the rules. */
export function withModel(analysis: Analysis, model: TextModel, { models }: Pick<Config, 'models'>): Analysis {
  const inForce = fixedModelSource(model.shipped).current();
  const deciding = { model, gateSample: models.gateSample, inForce };
  const decision = makeDecision({ rules: analysis.rules, ruleSet: null, model: deciding });
  return { ...analysis, classifier: decision.classifier, decision, model };
}
