/** Removes kernel calls whose results nobody uses. */
import { type Graph, type Node, resultsOf } from '../graph.js';
import { withNodes } from './rewrite.js';

/** Kernels compute values and have no other effect: what leads to no result is not run. */
export function removeDeadCode(graph: Graph): Graph {
  const used = new Set(resultsOf(graph));
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((id) => used.has(id))) continue;
    nodes.push(node);
    for (const { value } of node.inputs) used.add(value);
  }
  return withNodes(graph, nodes.toReversed());
}
