/** A graph as people read it: one line a kernel call, and as a Mermaid diagram. */
import { formatShape } from '@isograd/core';
import type { Graph, ValueId } from './graph.js';

/**
 * The graph as text, one line a kernel call:
 * `%4 float32 [2, 3] = Add(a: %0, b: %1)`.
 */
export function graphToText(graph: Graph): string {
  const { name, inputs, state, constants, nodes, outputs } = graph;
  const typed = (id: ValueId): string => `%${id} ${describe(graph, id)}`;
  return [
    `graph ${name}(${inputs.map(typed).join(', ')})`,
    ...state.map(({ name: variable, current, next }) => `  state ${variable}: ${typed(current)} → %${next}`),
    ...constants.map(({ value }) => `  constant ${typed(value)}`),
    ...nodes.map((node) => {
      const args = node.inputs.map((input) => `${input.name}: %${input.value}`);
      const attributes = attributesToText(node.attributes);
      return `  ${node.outputs.map(typed).join(', ')} = ${node.kernelName}(${[...args, ...attributes].join(', ')})`;
    }),
    `  return ${outputs.map((id) => `%${id}`).join(', ')}`,
  ].join('\n');
}

/** The graph as a Mermaid flowchart: an arrow a value, with its shape. */
export function graphToMermaid(graph: Graph): string {
  const { inputs, state, constants, nodes, outputs } = graph;
  const lines = ['flowchart TD'];
  const madeBy = new Map<ValueId, string>();
  const box = (id: string, label: string): void => void lines.push(`  ${id}["${label.replaceAll('"', "'")}"]`);
  const source = (id: ValueId, label: string): void => {
    madeBy.set(id, `v${id}`);
    box(`v${id}`, `${label} ${describe(graph, id)}`);
  };
  const arrow = (id: ValueId, to: string, label: string): void =>
    void lines.push(`  ${madeBy.get(id)} -->|"${label} ${describe(graph, id)}"| ${to}`);
  inputs.forEach((id, place) => source(id, `input ${place}`));
  for (const { name, current } of state) source(current, name);
  for (const { value } of constants) source(value, 'constant');
  nodes.forEach((node, place) => {
    box(`n${place}`, node.kernelName);
    for (const { name, value } of node.inputs) arrow(value, `n${place}`, name);
    for (const id of node.outputs) madeBy.set(id, `n${place}`);
  });
  state.forEach(({ name, current, next }, place) => {
    if (next === current) return;
    box(`s${place}`, `next ${name}`);
    arrow(next, `s${place}`, '');
  });
  outputs.forEach((id, place) => {
    box(`o${place}`, `output ${place}`);
    arrow(id, `o${place}`, '');
  });
  return lines.join('\n');
}

function describe({ values }: Graph, id: ValueId): string {
  const value = values[id];
  return value === undefined ? '?' : `${value.dtype} ${formatShape(value.shape)}`;
}

function attributesToText(attributes: object): string[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}
