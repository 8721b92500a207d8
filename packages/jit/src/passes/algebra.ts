/** Laws of arithmetic that hold to the last bit, for every number and NaN; only the sign of a zero may be another. */
import { sizeOf } from '@isograd/core';
import { Multiply, Neg, Prod, RealDiv, Relu, Reshape, Step, Sub, Sum, Tile, Transpose } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from '../graph.js';
import { replaceUses, withNodes } from './rewrite.js';

/** What is known when a node is looked at: the nodes before it. */
interface Known {
  readonly graph: Graph;
  readonly madeBy: ReadonlyMap<ValueId, Node>;
  /** Numbers of constants. */
  readonly numbers: ReadonlyMap<ValueId, number>;
  /** By what they rectify, the results of Relu. */
  readonly rectified: ReadonlyMap<ValueId, ValueId>;
}

/** The value that a node computes anew, or a node that computes the same with less; undefined for neither. */
type Law = (node: Node, known: Known) => ValueId | Node | undefined;

const inputOf = ({ inputs }: Node, name: string): ValueId => inputs.find((input) => input.name === name)?.value ?? -1;

/** x · 1 and 1 · x, x / 1, x - 0: x, if it has the shape of the result. */
const neutralNumbers: Law = (node, { graph: { values }, numbers }) => {
  const { kernelName, outputs } = node;
  const [a, b] = [inputOf(node, 'a'), inputOf(node, 'b')];
  const isResult = (id: ValueId): boolean => String(values[id]?.shape) === String(values[outputs[0] ?? -1]?.shape);
  const neutral = kernelName === Multiply || kernelName === RealDiv ? 1 : 0;
  if (kernelName !== Multiply && kernelName !== RealDiv && kernelName !== Sub) return undefined;
  if (Object.is(numbers.get(b), neutral) && isResult(a)) return a;
  return kernelName === Multiply && numbers.get(a) === 1 && isResult(b) ? b : undefined;
};

/** -(-x) is x. */
const doubleNegation: Law = (node, { madeBy }) => {
  const inner = node.kernelName === Neg ? madeBy.get(inputOf(node, 'x')) : undefined;
  return inner?.kernelName === Neg ? inputOf(inner, 'x') : undefined;
};

/** Where x is above 0, and where it is NaN, its rectification is, too: x itself is then needed by nobody. */
const stepOfRectified: Law = (node, { rectified }) => {
  const { alpha = 0 } = node.attributes as { readonly alpha?: number };
  const x = rectified.get(inputOf(node, 'x'));
  if (node.kernelName !== Step || alpha !== 0 || x === undefined) return undefined;
  return { ...node, inputs: [{ name: 'x', value: x }] };
};

/** The sum and the product of one number is the number. */
const reductionOfOne: Law = (node, { graph: { values } }) => {
  const { kernelName, outputs } = node;
  if (kernelName !== Sum && kernelName !== Prod) return undefined;
  const x = values[inputOf(node, 'x')];
  const result = values[outputs[0] ?? -1];
  if (x === undefined || result === undefined || x.dtype !== result.dtype) return undefined;
  if (sizeOf(x.shape) !== sizeOf(result.shape) || sizeOf(x.shape) === 0) return undefined;
  return { ...node, kernelName: Reshape, attributes: { shape: [...result.shape] } };
};

/** Repeating once, and axes that stay where they are. */
const nothingMoved: Law = (node) => {
  const { reps, perm } = node.attributes as { readonly reps?: readonly number[]; readonly perm?: readonly number[] };
  const isStill =
    (node.kernelName === Tile && reps?.every((times) => times === 1) === true) ||
    (node.kernelName === Transpose && perm?.every((axis, place) => axis === place) === true);
  return isStill ? inputOf(node, 'x') : undefined;
};

/** One permutation after the other is one permutation. */
const doubleTranspose: Law = (node, { madeBy }) => {
  const inner = node.kernelName === Transpose ? madeBy.get(inputOf(node, 'x')) : undefined;
  if (inner?.kernelName !== Transpose) return undefined;
  const [outer, before] = [node, inner].map(({ attributes }) => (attributes as { readonly perm: number[] }).perm);
  const perm = outer?.map((axis) => before?.[axis] ?? axis);
  return { ...node, inputs: inner.inputs, attributes: { perm } };
};

const laws: readonly Law[] = [
  neutralNumbers,
  doubleNegation,
  stepOfRectified,
  reductionOfOne,
  doubleTranspose,
  nothingMoved,
];

/** The graph with every node replaced that a law makes simpler. */
export function applyAlgebra(graph: Graph): Graph {
  const numbers = new Map(
    graph.constants.flatMap(({ value, scalar }) => (scalar === undefined ? [] : [[value, scalar] as const])),
  );
  const replacement = new Map<ValueId, ValueId>();
  const madeBy = new Map<ValueId, Node>();
  const rectified = new Map<ValueId, ValueId>();
  const nodes: Node[] = [];
  for (const original of graph.nodes) {
    let node: Node = {
      ...original,
      inputs: original.inputs.map(({ name, value }) => ({ name, value: replacement.get(value) ?? value })),
    };
    let same: ValueId | undefined;
    for (const law of laws) {
      const simpler = law(node, { graph, madeBy, numbers, rectified });
      if (typeof simpler === 'number') same = simpler;
      else if (simpler !== undefined) node = simpler;
    }
    const [output = -1] = node.outputs;
    if (same !== undefined) {
      replacement.set(output, same);
      continue;
    }
    nodes.push(node);
    for (const id of node.outputs) madeBy.set(id, node);
    if (node.kernelName === Relu) rectified.set(inputOf(node, 'x'), output);
  }
  const simpler = replaceUses({ ...graph, nodes }, replacement);
  return withNodes(simpler, simpler.nodes);
}
