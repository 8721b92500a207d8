import { expect, it } from 'vitest';
import type { Graph } from './graph.js';
import { violationsOf } from './spec.js';

const value = { shape: [2], dtype: 'float32' } as const;

/** %2 = Add(%0, %1), which is the result and the next state of %1. */
const valid: Graph = {
  name: 'f',
  values: [value, value, value],
  inputs: [0],
  state: [{ name: 'w', current: 1, next: 2 }],
  constants: [],
  nodes: [
    {
      kernelName: 'Add',
      inputs: [
        { name: 'a', value: 0 },
        { name: 'b', value: 1 },
      ],
      isVariadic: false,
      attributes: {},
      outputs: [2],
    },
  ],
  outputs: [2],
};
const [add] = valid.nodes as [Graph['nodes'][number]];

it.each<[string, Graph, RegExp | undefined]>([
  ['a valid graph', valid, undefined],
  [
    'a value before its time',
    { ...valid, nodes: [{ ...add, inputs: [{ name: 'a', value: 2 }] }] },
    /before it is defined/,
  ],
  ['a value defined twice', { ...valid, nodes: [add, add] }, /once more/],
  ['a value without a type', { ...valid, nodes: [{ ...add, outputs: [3] }] }, /nothing is known/],
  ['a result that is not there', { ...valid, nodes: [] }, /never defined/],
  ['a state of another shape', { ...valid, values: [value, value, { ...value, shape: [3] }] }, /changes its shape/],
  ['two inputs of one name', { ...valid, nodes: [{ ...add, inputs: [...add.inputs, ...add.inputs] }] }, /one name/],
  ['a list that is not numbered', { ...valid, nodes: [{ ...add, isVariadic: true }] }, /numbers its inputs/],
  ['a node without output', { ...valid, nodes: [add, { ...add, outputs: [] }] }, /no output/],
])('%s', (_title, graph, violation) => {
  const violations = violationsOf(graph);
  if (violation === undefined) expect(violations).toEqual([]);
  else expect(violations.join('\n')).toMatch(violation);
});
