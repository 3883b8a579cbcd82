/** Cross-entropy of a soft target; the logits become its slope. One logit is «yes» against «no», several are a softmax. */
export function lossAndSlope(logits: Float64Array, target: Float64Array): number {
  if (logits.length === 1) {
    const logit = logits[0] as number;
    const wanted = target[0] as number;
    logits[0] = 1 / (1 + Math.exp(-logit)) - wanted;
    return Math.max(logit, 0) - wanted * logit + Math.log1p(Math.exp(-Math.abs(logit)));
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - highest);
  const logTotal = highest + Math.log(total);
  let loss = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] as number;
    const wanted = target[index] as number;
    if (wanted !== 0) loss += wanted * (logTotal - logit);
    logits[index] = Math.exp(logit - logTotal) - wanted;
  }
  return loss;
}
