import { hash } from 'node:crypto';

/**
 * Whether an id is in a random sample of that share (0-1). The same id always gives the same answer, and a larger sample holds the smaller
 * one.
 * @param purpose samples of different purposes have nothing to do with each other
 */
export function isInSample(purpose: string, id: string, share: number): boolean {
  return hash('sha256', `${purpose}\n${id}`, 'buffer').readUInt32BE(0) < share * 2 ** 32;
}
