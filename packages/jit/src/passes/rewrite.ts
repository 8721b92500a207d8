/** What passes have in common: replacing values, and numbering them anew. */
import { type Graph, type Node, resultsOf, sourcesOf, type Value, type ValueId } from '../graph.js';

/** A function from a graph to a better one that computes the same. */
export type Pass = (graph: Graph) => Graph;

/** The graph with every use of a value replaced by another of the same type. */
export function replaceUses(graph: Graph, replacement: ReadonlyMap<ValueId, ValueId>): Graph {
  const of = (id: ValueId): ValueId => replacement.get(id) ?? id;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(({ name, value }) => ({ name, value: of(value) })),
    })),
    state: graph.state.map((slot) => ({ ...slot, next: of(slot.next) })),
    outputs: graph.outputs.map(of),
  };
}

/** The graph with other nodes, and only the values that these define or that exist before: numbered anew, in order. */
export function withNodes(graph: Graph, nodes: readonly Node[]): Graph {
  const numbers = new Map<ValueId, ValueId>();
  const values: Value[] = [];
  const number = (id: ValueId): void => {
    numbers.set(id, values.length);
    values.push(graph.values[id] as Value);
  };
  const used = new Set([...nodes.flatMap(({ inputs }) => inputs.map(({ value }) => value)), ...resultsOf(graph)]);
  const constants = graph.constants.filter(({ value }) => used.has(value));
  for (const id of sourcesOf({ ...graph, constants })) number(id);
  for (const { outputs } of nodes) outputs.forEach(number);
  const of = (id: ValueId): ValueId => numbers.get(id) as ValueId;
  return {
    name: graph.name,
    values,
    inputs: graph.inputs.map(of),
    state: graph.state.map(({ name, current, next }) => ({ name, current: of(current), next: of(next) })),
    constants: constants.map((constant) => ({ ...constant, value: of(constant.value) })),
    nodes: nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(({ name, value }) => ({ name, value: of(value) })),
      outputs: node.outputs.map(of),
    })),
    outputs: graph.outputs.map(of),
  };
}

/** Makes a value that a new node defines. */
export type NewValue = (value: Value) => ValueId;

/** The graph with each node replaced by the nodes that `expand` makes of it; undefined leaves it as it is. */
export function expandNodes(
  graph: Graph,
  expand: (node: Node, newValue: NewValue) => readonly Node[] | undefined,
): Graph {
  const values = [...graph.values];
  const newValue: NewValue = (value) => values.push(value) - 1;
  const nodes = graph.nodes.flatMap((node) => expand(node, newValue) ?? [node]);
  return withNodes({ ...graph, values }, nodes);
}
