import { createLocator } from '../../pipelines/places/locator.js';
import { createRouter } from '../../pipelines/routing/router.js';
import { createRuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Gate } from '../../pipelines/stage.js';
import type { Config } from '../config/load.js';
import type { ConfigProblem } from '../core/config-file.js';
import type { Classifier, Locator, Router } from '../core/ports.js';

/** Everything that looks at a text and decides; no I/O. */
export interface Analysis {
  classifier: Classifier;
  gate: Gate;
  locator: Locator;
  router: Router;
  /** Entries of config/ that were left out, with file and line. */
  problems: ConfigProblem[];
}

/** Compiles rules, places and routing. @throws AppError E_CONFIG_INVALID when one of them cannot be used at all. */
export function buildAnalysis(config: Config): Analysis {
  const rules = createRuleClassifier({ files: config.ruleFiles, taxonomy: config.taxonomy });
  const places = createLocator({ files: config.placeFiles });
  const routing = createRouter({ files: config.routingFiles, locator: places.locator });
  return {
    classifier: rules.classifier,
    gate: rules.gate,
    locator: places.locator,
    router: routing.router,
    problems: [...rules.problems, ...places.problems, ...routing.problems],
  };
}
