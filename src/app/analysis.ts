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

/** Compiles rules, places and routing. Entries that cannot be used are left out and listed in `problems`. */
export function buildAnalysis(config: Config): Analysis {
  const { taxonomy } = config;
  const places = createLocator({ files: config.placeFiles });
  const { locator, territories } = places;
  const rules = createRuleClassifier({ files: config.ruleFiles, taxonomy, locator });
  const routing = createRouter({
    files: config.routingFiles,
    lineage: locator.lineage,
    territories,
    served: [...new Set(config.sources.map((source) => source.territory))],
    groupNames: Object.fromEntries(taxonomy.groups.map((group) => [group.code, group.ru])),
  });
  const gate: Gate = {
    admits(text, origin) {
      const { pass, hits } = rules.gate(text, origin);
      return { pass, reason: hits.length === 0 ? 'no-signal' : 'not-ours' };
    },
  };
  return {
    classifier: rules.classifier,
    gate,
    locator,
    router: routing.router,
    problems: [...rules.problems, ...places.problems, ...routing.problems],
  };
}
