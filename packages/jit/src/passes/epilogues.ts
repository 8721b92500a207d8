/** Bias and rectifier go with the outputs of a convolution or product into memory: its fused kernel takes their place. */
import {
  _FusedMatMul,
  Add,
  BatchMatMul,
  Conv2D,
  DepthwiseConv2dNative,
  FusedConv2D,
  FusedDepthwiseConv2D,
  Relu,
  Relu6,
} from '@tensorflow/tfjs-core';
import { type Graph, type Node, resultsOf, type ValueId } from '../graph.js';
import { withNodes } from './rewrite.js';

const fusedConvolutions: Readonly<Record<string, string>> = {
  [Conv2D]: FusedConv2D,
  [DepthwiseConv2dNative]: FusedDepthwiseConv2D,
};
const fusedProducts: Readonly<Record<string, string>> = { ...fusedConvolutions, [BatchMatMul]: _FusedMatMul };

const activations: Readonly<Record<string, string>> = { [Relu]: 'relu', [Relu6]: 'relu6' };

/**
 * The graph with every convolution fused with the bias that is added to it, and a rectifier of that, where nobody else
 * needs what lies between.
 *
 * @param withProducts - Whether products of matrices are fused as well. Default: false.
 */
export function fuseEpilogues(graph: Graph, withProducts = false): Graph {
  const fused = withProducts ? fusedProducts : fusedConvolutions;
  const users = usersOf(graph);
  const results = new Set(resultsOf(graph));
  /** The only call that uses a value which is no result. */
  const onlyUser = (id: ValueId | undefined): Node | undefined => {
    const [user, ...others] = (id === undefined ? undefined : users.get(id)) ?? [];
    return id === undefined || results.has(id) || others.length > 0 ? undefined : user;
  };
  const replaced = new Map<Node, Node | undefined>();
  for (const node of graph.nodes) {
    const kernelName = fused[node.kernelName];
    const add = onlyUser(node.outputs[0]);
    if (kernelName === undefined || add?.kernelName !== Add) continue;
    const bias = add.inputs.find(({ value }) => value !== node.outputs[0])?.value;
    if (bias === undefined || !isPerChannel(graph, bias, node)) continue;
    const next = onlyUser(add.outputs[0]);
    const activation = next && activations[next.kernelName];
    const last = activation === undefined ? add : (next as Node);
    // The fused call stands where the last one stood: the bias may be computed after the convolution or product.
    replaced.set(node, undefined).set(add, undefined);
    replaced.set(last, {
      kernelName,
      inputs: [...node.inputs, { name: 'bias', value: bias }],
      isVariadic: false,
      attributes: { ...node.attributes, activation: activation ?? 'linear' },
      outputs: last.outputs,
    });
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : [node]));
  return withNodes(graph, nodes);
}

/** The calls that use each value, once for every use. */
function usersOf({ nodes }: Graph): Map<ValueId, Node[]> {
  const users = new Map<ValueId, Node[]>();
  for (const node of nodes) {
    for (const { value } of node.inputs) {
      const known = users.get(value);
      if (known === undefined) users.set(value, [node]);
      else known.push(node);
    }
  }
  return users;
}

/** Whether a value has one number for each channel of the outputs, which are the last axis. */
function isPerChannel({ values }: Graph, id: ValueId, { attributes, outputs }: Node): boolean {
  const { dataFormat = 'NHWC' } = attributes as { readonly dataFormat?: string };
  const { shape = [], dtype } = values[id] ?? {};
  const channels = values[outputs[0] ?? -1]?.shape.at(-1);
  return dataFormat === 'NHWC' && dtype === 'float32' && shape.length === 1 && shape[0] === channels;
}
