/** Lists of numbers by node, in two arrays: `starts` has one entry more than there are nodes. */
export interface NodeLists {
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

/**
 * Sorts pairs by node; pairs of one node keep their order.
 * @param nodes node of each pair
 * @param values value of each pair
 */
export function sortByNode(nodes: ArrayLike<number>, values: ArrayLike<number>, nodeCount: number): NodeLists {
  const starts = new Uint32Array(nodeCount + 1);
  for (let i = 0; i < nodes.length; i++)
    starts[(nodes[i] as number) + 1] = (starts[(nodes[i] as number) + 1] as number) + 1;
  for (let node = 0; node < nodeCount; node++)
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  const next = starts.slice();
  const sorted = new Uint32Array(values.length);
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as number;
    const at = next[node] as number;
    sorted[at] = values[i] as number;
    next[node] = at + 1;
  }
  return { starts, values: sorted };
}
