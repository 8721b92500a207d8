/**
 * Groups the kernel calls of a graph into units that a backend runs as one: loops over the elements of one shape, in
 * which a value goes from one kernel to the next without touching memory, and single calls of everything else.
 */
import { ExpandDims, Identity, Reshape } from '@tensorflow/tfjs-core';
import { type Graph, type Node, resultsOf, type ValueId } from './graph.js';
import { sizeOf } from '@isograd/core';

/** Kernel calls that run as one. */
export interface Unit {
  /** Whether they are a loop over elements; else it is one call. */
  readonly isLoop: boolean;
  /** In an order in which they can run. */
  readonly nodes: readonly Node[];
}

/** The units of a graph. */
export interface Units {
  /** In an order in which they can run. */
  readonly units: readonly Unit[];
  /** For each value the one whose memory it shares: itself, or what it is only another shape of. */
  readonly roots: readonly ValueId[];
}

/** Calls in one loop at most: more need more registers than there are. */
const longestLoop = 48;

/**
 * Groups the calls of a graph. Calls that only name another shape of their input become part of no unit.
 *
 * From the last call to the first, a call that can be part of a loop joins the loop that uses its result, where no
 * other use comes before that. So what is cheap to compute is computed where it is needed, from what is there.
 *
 * @param isElementwise - Whether a backend can compute a call element by element: the element of its result from the
 * elements at the same place of its inputs, broadcast.
 */
export function groupNodes(graph: Graph, isElementwise: (node: Node) => boolean): Units {
  const roots = rootsOf(graph);
  const rootOf = (id: ValueId): ValueId => roots[id] as ValueId;
  const shapeKey = (id: ValueId): string => (graph.values[id]?.shape ?? []).filter((size) => size !== 1).join();
  const sizeOfValue = (id: ValueId): number => sizeOf(graph.values[id]?.shape ?? []);

  /** From the end of the program: units in reverse, each with its calls in reverse. */
  const reversed: { readonly isLoop: boolean; readonly key: string; readonly nodes: Node[] }[] = [];
  /** Place in `reversed` of the first unit that uses a value; results are used after all. */
  const firstUse = new Map<ValueId, number>();
  const note = (id: ValueId, place: number): void => {
    firstUse.set(rootOf(id), Math.max(place, firstUse.get(rootOf(id)) ?? -1));
  };
  for (const id of resultsOf(graph)) note(id, -1);

  for (const node of graph.nodes.toReversed()) {
    if (isAlias(node)) continue;
    const [output = 0] = node.outputs;
    const isLoop = node.outputs.length === 1 && isElementwise(node);
    let place = reversed.length;
    if (isLoop) {
      // A unit that uses the result at its own elements; a use of another size reads it from memory.
      const used = firstUse.get(rootOf(output)) ?? -1;
      const unit = reversed[used];
      const joins =
        unit?.isLoop === true &&
        unit.key === shapeKey(output) &&
        unit.nodes.length < longestLoop &&
        unit.nodes.every(({ inputs }) =>
          inputs.every(({ value }) => rootOf(value) !== rootOf(output) || sizeOfValue(value) === sizeOfValue(output)),
        );
      if (joins) place = used;
    }
    const unit = reversed[place];
    if (unit === undefined) reversed.push({ isLoop, key: shapeKey(output), nodes: [node] });
    else unit.nodes.push(node);
    for (const { value } of node.inputs) note(value, place);
  }
  const units = reversed.toReversed().map(({ isLoop, nodes }) => ({ isLoop, nodes: nodes.toReversed() }));
  return { units, roots };
}

function rootsOf({ values, nodes }: Graph): ValueId[] {
  const roots = [...values.keys()];
  for (const node of nodes) {
    const [input] = node.inputs;
    const [output] = node.outputs;
    if (isAlias(node) && input !== undefined && output !== undefined) roots[output] = roots[input.value] as ValueId;
  }
  return roots;
}

/** Whether a call only names another shape of its input. */
function isAlias({ kernelName }: Node): boolean {
  return kernelName === Reshape || kernelName === ExpandDims || kernelName === Identity;
}
