import { cheapest, type Node, requiredSets, type Vocabulary } from './compile.js';
import type { Scene } from './scene.js';
import type { TermId } from './terms.js';

const nobody = -1;

/** The room as it is kept between starts. */
export interface KeptWaiting {
  starts: Uint32Array;
  rules: Uint32Array;
  companions: Int32Array;
  regexes: readonly TermId[];
  /** Number of rules. */
  size: number;
}

/**
 * Where rules wait until a text has a word that they cannot do without. Each waits under the set of required words that texts have most
 * rarely, and beside it stands one more word that it needs, so that most rules need not even be looked at.
 */
export class WaitingRoom {
  /** Rules waiting under a term: from starts[term] to starts[term + 1]. */
  readonly #starts: Uint32Array;
  readonly #rules: Uint32Array;
  /** A further term that the rule needs; -1 when there is none. */
  readonly #companions: Int32Array;
  /** Regular expressions under which rules wait: they are tried on every text. */
  readonly #regexes: readonly TermId[];
  readonly #seen: Uint32Array;
  #turn = 0;

  constructor({ starts, rules, companions, regexes, size }: KeptWaiting) {
    this.#starts = starts;
    this.#rules = rules;
    this.#companions = companions;
    this.#regexes = regexes;
    this.#seen = new Uint32Array(size);
  }

  /** Gives each query its place. */
  static arrange(queries: readonly Node[], { terms, stretches }: Vocabulary): KeptWaiting {
    const needs = queries.map((query) => requiredSets(query, (term) => terms.costOf(term)));
    const asked = new Uint32Array(terms.size);
    for (const sets of needs) for (const set of sets) for (const term of set) asked[term] = (asked[term] ?? 0) + 1;
    // Between words that are equally rare in texts, the one that fewer rules ask for.
    const cost = (term: TermId): number => terms.costOf(term) + (asked[term] ?? 0) / (queries.length + 1);
    const anchors = needs.map((sets) => cheapest(sets, cost) ?? []);
    const companions = needs.map((sets, index) => {
      const singles = sets.filter((set) => set !== anchors[index] && set.length === 1);
      const term = cheapest(singles, cost)?.[0] ?? nobody;
      return stretches.regexes.has(term) ? nobody : term;
    });
    const counts = new Uint32Array(terms.size + 1);
    for (const set of anchors) for (const term of set) counts[term + 1] = (counts[term + 1] ?? 0) + 1;
    for (let term = 0; term < terms.size; term++) counts[term + 1] = (counts[term + 1] ?? 0) + (counts[term] ?? 0);
    const total = counts[terms.size] ?? 0;
    const rules = new Uint32Array(total);
    const needed = new Int32Array(total);
    const next = counts.slice();
    anchors.forEach((set, rule) => {
      for (const term of set) {
        const place = next[term] ?? 0;
        next[term] = place + 1;
        rules[place] = rule;
        needed[place] = companions[rule] ?? nobody;
      }
    });
    const regexes = [...stretches.regexes.keys()].filter((term) => (counts[term + 1] ?? 0) > (counts[term] ?? 0));
    return { starts: counts, rules, companions: needed, regexes, size: queries.length };
  }

  /** The rules worth a look on this text, in their order. */
  wokenBy(scene: Scene): number[] {
    this.#turn = this.#turn === 0xffff_ffff ? 1 : this.#turn + 1;
    if (this.#turn === 1) this.#seen.fill(0);
    const woken: number[] = [];
    for (const term of scene.present) this.#wake(term, scene, woken);
    for (const term of this.#regexes) if (scene.stretchesOf(term).length > 0) this.#wake(term, scene, woken);
    return woken.sort((a, b) => a - b);
  }

  #wake(term: TermId, scene: Scene, woken: number[]): void {
    const end = this.#starts[term + 1] as number;
    for (let place = this.#starts[term] as number; place < end; place++) {
      scene.steps++;
      const companion = this.#companions[place] as number;
      if (companion !== nobody && !scene.has(companion) && scene.stretchesOf(companion).length === 0) continue;
      const rule = this.#rules[place] as number;
      if (this.#seen[rule] === this.#turn) continue;
      this.#seen[rule] = this.#turn;
      woken.push(rule);
    }
  }
}
