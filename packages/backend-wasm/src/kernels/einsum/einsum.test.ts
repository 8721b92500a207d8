import { ValueError } from '@isograd/core';
import { Einsum } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';

onWasm();

const sizes: Readonly<Record<string, number>> = { b: 2, d: 3, i: 3, j: 4, k: 5, l: 2, z: 0 };

/** The definition: the sum over all values of all labels of the product of the elements they name. */
function reference(equation: string, tensors: readonly Values[]): ReferenceSums {
  const [left = '', output = ''] = equation.split('->');
  const terms = left.split(',');
  const labels = [...new Set(terms.join(''))];
  const sums = new ReferenceSums([...output].map((label) => sizes[label] ?? 0));
  const visit = (chosen: Readonly<Record<string, number>>, rest: readonly string[]): void => {
    const [label, ...others] = rest;
    if (label === undefined) {
      const indices = (term: string): number[] => [...term].map((name) => chosen[name] ?? 0);
      sums.add(
        indices(output),
        tensors.reduce((product, tensor, index) => product * at(tensor, ...indices(terms[index] ?? '')), 1),
      );
      return;
    }
    for (let value = 0; value < (sizes[label] ?? 0); value++) visit({ ...chosen, [label]: value }, others);
  };
  visit({}, labels);
  return sums;
}

it.each([
  // one operand: identity, transpose, sums, diagonals, trace
  'ij->ij',
  'ij->ji',
  'ij->i',
  'ij->',
  'i->i',
  '->',
  'ii->i',
  'ii->',
  'iji->j',
  'bii->ib',
  'iii->i',
  'iijj->ji',
  // two: products of every kind
  'ij,jk->ik',
  'ij,kj->ik',
  'ji,jk->ki',
  'bij,bjk->bik',
  'bij,bkj->bki',
  'bij,jk->bik',
  'i,j->ij',
  'i,i->',
  'i,i->i',
  'ij,ij->ij',
  'ij,ij->',
  'ij,k->j',
  'bijl,bklj->bik',
  'blid,bljd->blij',
  ',ij->ji',
  'ii,ij->j',
  'iz,zj->ij',
  'zi,ij->zj',
])('computes %s by its definition', (equation) => {
  const terms = (equation.split('->')[0] ?? '').split(',');
  const tensors = terms.map((term, index) =>
    floats(
      [...term].map((label) => sizes[label] ?? 0),
      index + 1,
    ),
  );
  reference(equation, tensors).expectFrom(runKernel(Einsum, tensors, { equation }));
});

it.each([
  ['ij', /^Equations without an arrow are not supported/],
  ['ij->ik->i', /exactly one arrow/],
  ['ij,jk->ik', /^Expected 2 input tensors, received 1$/],
  ['ij->ik', /^Output subscripts contain the label k not present/],
])('refuses %s as tfjs does', (equation, message) => {
  expect(() => runKernel(Einsum, [floats([2, 3], 1)], { equation })).toThrow(message);
});

it.each(['ij->ii', 'i->i', 'i1->i', 'ijk->i', '...i->i'])('refuses %s, which tfjs lets pass', (equation) => {
  expect(() => runKernel(Einsum, [floats([2, 3], 1)], { equation })).toThrow(ValueError);
  expect(() => runKernel(Einsum, [floats([2, 3], 1)], { equation })).toThrow(/WASM_EINSUM/);
});

it('refuses sizes that differ, and more than two tensors', () => {
  const matrix = floats([2, 3], 1);
  const two = [matrix, matrix];
  expect(() => runKernel(Einsum, [matrix], { equation: 'ii->i' })).toThrow(/dimension 2 at axis 1 of input .*\[2,3\]/);
  expect(() => runKernel(Einsum, two, { equation: 'ij,jk->ik' })).toThrow(/dimension 3 at axis 0 of input .*\[2,3\]/);
  expect(() => runKernel(Einsum, [matrix, ...two], { equation: 'ij,ij,ij->ij' })).toThrow(/more than 2 input tensors/);
});
