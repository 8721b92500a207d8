/** Computes once what is computed several times. */
import { Multinomial } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from '../graph.js';
import { replaceUses, withNodes } from './rewrite.js';

/**
 * Of kernel calls with the same name, inputs and attributes the first remains. Multinomial draws from a generator of
 * its own when its seed is 0, so that two calls differ; RandomBits is a function of its key.
 */
export function shareSubexpressions(graph: Graph): Graph {
  const replacement = new Map<ValueId, ValueId>();
  const firsts = new Map<string, Node>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(({ name, value }) => ({ name, value: replacement.get(value) ?? value }));
    const rewired = { ...node, inputs };
    const key = JSON.stringify([node.kernelName, inputs, node.attributes]);
    const first = firsts.get(key);
    if (first === undefined || node.kernelName === Multinomial) {
      firsts.set(key, rewired);
      nodes.push(rewired);
    } else {
      node.outputs.forEach((id, place) => replacement.set(id, first.outputs[place] as ValueId));
    }
  }
  const shared = replaceUses({ ...graph, nodes }, replacement);
  return withNodes(shared, shared.nodes);
}
