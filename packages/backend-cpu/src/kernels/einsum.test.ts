import { ValueError } from '@isograd/core';
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { Einsum } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, type Values, values } from '../testing/kernel-runner.js';

onCpu();

const sizes: Readonly<Record<string, number>> = { b: 2, i: 3, j: 4, k: 5, l: 2, z: 0 };
const sizesOf = (labels: string): number[] => [...labels].map((label) => sizes[label] ?? 0);
const sizeOf = (labels: string): number => sizesOf(labels).reduce((product, size) => product * size, 1);

/** The definition: the sum over all values of all labels of the product of the elements they name. */
function reference(equation: string, tensors: readonly Values[]): { exact: Float64Array; magnitudes: Float64Array } {
  const [left = '', output = ''] = equation.split('->');
  const terms = left.split(',');
  const exact = new Float64Array(sizeOf(output));
  const magnitudes = new Float64Array(sizeOf(output));
  const visit = (chosen: ReadonlyMap<string, number>, [label, ...rest]: readonly string[]): void => {
    if (label !== undefined) {
      for (let value = 0; value < (sizes[label] ?? 0); value++) visit(new Map([...chosen, [label, value]]), rest);
      return;
    }
    const indexOf = (labels: string): number =>
      [...labels].reduce((index, name) => index * (sizes[name] ?? 0) + (chosen.get(name) ?? 0), 0);
    const product = terms.reduce((total, term, n) => total * (tensors[n]?.data[indexOf(term)] as number), 1);
    exact[indexOf(output)] = (exact[indexOf(output)] as number) + product;
    magnitudes[indexOf(output)] = (magnitudes[indexOf(output)] as number) + Math.abs(product);
  };
  visit(new Map(), [...new Set(terms.join(''))]);
  return { exact, magnitudes };
}

it.each([
  'ij->ij',
  'ij->ji',
  'ij->j',
  'ij->',
  'i->i',
  '->',
  'ij,jk->ik',
  'ij,kj->ik',
  'ji,jk->ki',
  'bij,bjk->bik',
  'bij,jk->kbi',
  'i,j->ij',
  'i,i->',
  'i,i->i',
  'ij,ij->',
  'blik,bljk->blij',
  // labels of one tensor that the output drops: upstream throws, or answers with a wrong shape
  'ij,jk->k',
  'ij,jk->i',
  'ij,k->j',
  'bijl,bklj->bik',
  ',ij->ji',
  'iz,zj->ij',
  'zi,ij->zj',
])('computes %s by its definition', (equation) => {
  const [left = '', output = ''] = equation.split('->');
  const tensors = left.split(',').map((term, n) => values([...seededValues(n, sizeOf(term))], sizesOf(term)));
  const { shape, data } = runKernel(Einsum, tensors, { equation });
  expect(shape).toEqual(sizesOf(output));
  const { exact, magnitudes } = reference(equation, tensors);
  expectWithinRounding(data, exact, magnitudes, 0);
});

it('keeps integers, modulo 2^32', () => {
  const large = values([2 ** 31 - 1, 2], [2], 'int32');
  const { dtype, data } = runKernel(Einsum, [large, large], { equation: 'i,i->i' });
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual([1, 4]);
});

it('refuses what tfjs refuses with its words, and a repeated label of the output', () => {
  const matrix = values([1, 2, 3, 4], [2, 2]);
  expect(() => runKernel(Einsum, [matrix], { equation: 'ij' })).toThrow(/arrow/);
  expect(() => runKernel(Einsum, [matrix], { equation: 'ij->ik' })).toThrow(/label k/);
  expect(() => runKernel(Einsum, [matrix], { equation: 'ii->i' })).toThrow(/duplicate axes/);
  expect(() => runKernel(Einsum, [matrix, values([1, 2, 3])], { equation: 'ij,j->i' })).toThrow(/dimension/);
  expect(() => runKernel(Einsum, [matrix], { equation: 'ij->ii' })).toThrow(ValueError);
});
