/** Removes kernel calls that hand on their input unchanged. */
import { Cast, Identity, Reshape } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from '../graph.js';
import { replaceUses, withNodes } from './rewrite.js';

/** Identity, and Reshape and Cast to what the input is already: their uses get the input itself. */
export function removeAliases(graph: Graph): Graph {
  const replacement = new Map<ValueId, ValueId>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const [input] = node.inputs;
    const [output] = node.outputs;
    if (input !== undefined && output !== undefined && isAlias(graph, node)) {
      replacement.set(output, replacement.get(input.value) ?? input.value);
    } else {
      nodes.push(node);
    }
  }
  const rewired = replaceUses({ ...graph, nodes }, replacement);
  return withNodes(rewired, rewired.nodes);
}

function isAlias({ values }: Graph, { kernelName, inputs, outputs }: Node): boolean {
  if (![Identity, Reshape, Cast].includes(kernelName)) return false;
  const [from, to] = [values[inputs[0]?.value ?? -1], values[outputs[0] ?? -1]];
  return from?.dtype === to?.dtype && String(from?.shape) === String(to?.shape);
}
