/** Record of Einstein summation. */
import { Einsum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/einsum.js';
import type { EinsumAttributes } from '../oracle/einsum.js';
import type { HostInputs } from '../oracle/host-tensor.js';
import { sumOf } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

/** One tensor: transposition and sums. */
const equationsOfOne = ['i->i', 'ij->ji', 'ij->ij', 'ij->', 'ij->i', 'ij->j', 'abc->cab', 'abc->b', 'abcdef->fdbeca'];

/** Two: outer products, element by element, contractions with and without batch, sums that only one of them has. */
const equationsOfTwo = [
  'i,i->',
  'i,i->i',
  'i,j->ij',
  'i,j->ji',
  'ij,ij->',
  'ij,ij->ij',
  'ij,ji->ij',
  'ij,j->i',
  'ij,jk->ik',
  'ij, jk -> ki',
  'ij,kj->ik',
  'ij,jk->k',
  'ij,jk->',
  'i,jk->k',
  'bij,bjk->bik',
  'bij,bkj->bik',
  'bij,jk->bik',
  'ijk,jk->i',
  'ijk,jkl->il',
  'abc,cd->abd',
  'bqhd,bkhd->bhqk',
  'bhqk,bkhd->bqhd',
  'abcd,cd->ab',
  'abcdef,fa->bcde',
];

const equations = [...equationsOfOne, ...equationsOfTwo];

/** Tensors whose axes have the sizes of their letters. */
function caseOf(
  equation: string,
  sizeOfLabel: (label: string) => number,
  seed: number,
  draw = floats,
): OpCase<HostInputs, EinsumAttributes> {
  const [left = ''] = equation.replaceAll(' ', '').split('->');
  const tensors = left.split(',').map((labels, place) => draw([...labels].map(sizeOfLabel), seed + place));
  return { inputs: Object.fromEntries(tensors.entries()), attributes: { equation } };
}

/** A size for each letter, from 1 to `limit`. */
const sizesUpTo =
  (limit: number, seed: number) =>
  (label: string): number =>
    1 + (((label.codePointAt(0) as number) * 7 + seed) % limit);

const einsumRecord: OpRecord<HostInputs, EinsumAttributes> = {
  name: Einsum,
  family: 'products of matrices',
  law: laws.einsum,
  isVariadic: true,
  accuracy: sumOf(laws.countSummed),
  gradient: { kind: 'smooth', inputs: ['*'] },
  cases: [
    ...equations.map((equation, seed) => caseOf(equation, sizesUpTo(5, seed), seed)),
    ...equations.map((equation, seed) => caseOf(equation, sizesUpTo(3, seed), seed, integers)),
    ...['i,i->', 'ij,jk->ik', 'bij,bjk->bik', 'ij->j'].flatMap((equation) => [
      caseOf(equation, () => 1, 1),
      { ...caseOf(equation, (label) => (label === 'j' || label === 'i' ? 0 : 3), 1), title: 'a sum of nothing' },
    ]),
    caseOf('ij,jk->ik', (label) => ({ i: 9, j: 67, k: 17 })[label] ?? 1, 1),
  ],
  random: fc
    .record({ equation: fc.constantFrom(...equations), limit: fc.integer({ min: 1, max: 4 }), seed: seeds })
    .map(({ equation, limit, seed }) => caseOf(equation, sizesUpTo(limit, seed), seed)),
};

export const einsumRecords: readonly OpRecord[] = [einsumRecord];
