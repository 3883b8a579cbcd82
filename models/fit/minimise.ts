/** A function to be made small: returns its value at `x` and writes its gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Most steps; each costs one evaluation, seldom more. */
  iterations?: number;
  /** Ends when no part of the gradient is larger. */
  tolerance?: number;
  /** How many earlier steps shape the next one. */
  memory?: number;
}

export interface Minimum {
  x: Float64Array;
  value: number;
  iterations: number;
  evaluations: number;
  /** False when the steps ran out first. */
  converged: boolean;
}

/**
 * L-BFGS (Liu and Nocedal, 1989) with steps that are halved until the value falls enough (Armijo). Deterministic: the same objective and
 * start give the same bits. Meant for convex functions, which all fits here are.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const { iterations = 200, tolerance = 1e-5, memory = 8 } = options;
  const size = start.length;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(size);
  let value = objective(x, gradient);
  let evaluations = 1;
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const products: number[] = [];

  for (let iteration = 0; iteration < iterations; iteration += 1) {
    if (largest(gradient) <= tolerance) return { x, value, iterations: iteration, evaluations, converged: true };
    const direction = downhill(gradient, steps, changes, products);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      steps.length = changes.length = products.length = 0;
      for (let index = 0; index < size; index += 1) direction[index] = -(gradient[index] as number);
      slope = dot(direction, gradient);
    }
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < 40; halving += 1) {
      for (let index = 0; index < size; index += 1)
        next[index] = (x[index] as number) + length * (direction[index] as number);
      nextValue = objective(next, nextGradient);
      evaluations += 1;
      if (nextValue <= value + 1e-4 * length * slope) break;
      length *= 0.5;
    }
    // No step goes further down: the value is as small as doubles can tell.
    if (!(nextValue < value)) return { x, value, iterations: iteration, evaluations, converged: true };
    const stepTaken = new Float64Array(size);
    const change = new Float64Array(size);
    for (let index = 0; index < size; index += 1) {
      stepTaken[index] = (next[index] as number) - (x[index] as number);
      change[index] = (nextGradient[index] as number) - (gradient[index] as number);
    }
    const product = dot(stepTaken, change);
    if (product > 1e-12) {
      steps.push(stepTaken);
      changes.push(change);
      products.push(product);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
        products.shift();
      }
    }
    const gain = value - nextValue;
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (gain <= 1e-10 * Math.abs(value)) return { x, value, iterations: iteration + 1, evaluations, converged: true };
  }
  return { x, value, iterations, evaluations, converged: false };
}

/** The two-loop recursion: minus the inverse of the remembered curvature times the gradient. */
function downhill(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
  products: readonly number[],
): Float64Array {
  const direction = new Float64Array(gradient.length);
  for (let index = 0; index < gradient.length; index += 1) direction[index] = -(gradient[index] as number);
  const shares = new Float64Array(steps.length);
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const share = dot(steps[index] as Float64Array, direction) / (products[index] as number);
    shares[index] = share;
    addTimes(direction, changes[index] as Float64Array, -share);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const change = changes[last] as Float64Array;
    const scale = (products[last] as number) / dot(change, change);
    for (let index = 0; index < direction.length; index += 1) direction[index] = (direction[index] as number) * scale;
  }
  for (let index = 0; index < steps.length; index += 1) {
    const share = dot(changes[index] as Float64Array, direction) / (products[index] as number);
    addTimes(direction, steps[index] as Float64Array, (shares[index] as number) - share);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
function addTimes(target: Float64Array, added: Float64Array, times: number): void {
  for (let index = 0; index < target.length; index += 1)
    target[index] = (target[index] as number) + times * (added[index] as number);
}
function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
