/** Which graphs are valid: checked after capture and, in tests, after every pass. */
import { type Graph, resultsOf, sourcesOf, type ValueId } from './graph.js';

/**
 * The rules that a graph breaks, in words; none for a valid one.
 *
 * - Every value is defined once: as an input, a state, a constant, or the output of one node.
 * - A node uses only values that are defined before it.
 * - State and outputs are defined values, and the next state has the shape and dtype of the current one.
 * - Names of the inputs of a node are distinct; those of a list count up from 0.
 */
export function violationsOf(graph: Graph): string[] {
  const { values, nodes, state } = graph;
  const violations: string[] = [];
  const defined = new Set<ValueId>();
  const define = (id: ValueId, by: string): void => {
    if (values[id] === undefined) violations.push(`${by} defines %${id}, of which nothing is known`);
    if (defined.has(id)) violations.push(`${by} defines %${id} once more`);
    defined.add(id);
  };
  for (const id of sourcesOf(graph)) define(id, 'the head');
  nodes.forEach(({ kernelName, inputs, outputs, isVariadic }, place) => {
    const by = `node ${place}, ${kernelName},`;
    for (const { name, value } of inputs) {
      if (!defined.has(value)) violations.push(`${by} uses %${value} as ${name} before it is defined`);
    }
    const names = inputs.map(({ name }) => name);
    if (new Set(names).size < names.length) violations.push(`${by} has two inputs of one name`);
    if (isVariadic && names.some((name, index) => name !== String(index))) {
      violations.push(`${by} numbers its inputs ${names.join(', ')}`);
    }
    if (outputs.length === 0) violations.push(`${by} has no output`);
    for (const id of outputs) define(id, by);
  });
  for (const id of resultsOf(graph)) {
    if (!defined.has(id)) violations.push(`the result %${id} is never defined`);
  }
  for (const { name, current, next } of state) {
    const [before, after] = [values[current], values[next]];
    if (before?.dtype !== after?.dtype || String(before?.shape) !== String(after?.shape)) {
      violations.push(`state ${name} changes its shape or dtype`);
    }
  }
  return violations;
}
