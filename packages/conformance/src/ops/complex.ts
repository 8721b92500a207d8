/** Records of the parts of complex numbers and of Fourier transforms. */
import type { Shape } from '@isograd/core';
import { Complex, ComplexAbs, FFT, IFFT, Imag, Real } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/complex.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { type Accuracy, arithmetic, exact } from './accuracy.js';
import { complexFloats, floats, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeShapes, floatVector, pairsOf } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'complex numbers';

/** Every pair of edge values as one complex number. */
const [edgeReals, edgeImaginaries] = pairsOf(edgeFloats);
const edgeNumbers = laws.complex({ real: floatVector(edgeReals), imag: floatVector(edgeImaginaries) });

/** A record of a function of one tensor of complex numbers, whose name in tfjs is `input` or `x`. */
function complexRecord<Name extends string>(
  name: string,
  input: Name,
  law: (inputs: { readonly [Input in Name]: HostTensor }) => HostTensor,
  options: {
    readonly accuracy: Accuracy;
    readonly edges: readonly HostTensor[];
    readonly random: fc.Arbitrary<HostTensor>;
  },
): OpRecord<{ readonly [Input in Name]: HostTensor }> {
  const { accuracy, edges, random } = options;
  const caseOf = (z: HostTensor): OpCase<{ readonly [Input in Name]: HostTensor }> => ({
    inputs: { [input]: z } as { readonly [Input in Name]: HostTensor },
    attributes: {},
  });
  return {
    name,
    family,
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: [input] },
    cases: edges.map(caseOf),
    random: random.map(caseOf),
  };
}

const ofEveryShape: readonly HostTensor[] = edgeShapes.map((shape, seed) => complexFloats(shape, seed));

const anyNumbers: fc.Arbitrary<HostTensor> = fc
  .record({ shape: shapes(), seed: seeds })
  .map(({ shape, seed }) => complexFloats(shape, seed));

/** Away from 0, where the modulus bends. */
const largeNumbers: fc.Arbitrary<HostTensor> = fc
  .record({ shape: shapes(), seed: seeds })
  .map(({ shape, seed }) => complexFloats(shape, seed, [0.5, 2]));

type PartsInputs = Parameters<typeof laws.complex>[0];

function partsCase(shape: Shape, seed: number): OpCase<PartsInputs> {
  return { inputs: { real: floats(shape, seed), imag: floats(shape, seed + 1) }, attributes: {} };
}

const joinRecord: OpRecord<PartsInputs> = {
  name: Complex,
  family,
  law: laws.complex,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['real', 'imag'] },
  cases: edgeShapes.map(partsCase),
  random: fc.record({ shape: shapes(), seed: seeds }).map(({ shape, seed }) => partsCase(shape, seed)),
};

/**
 * N log₂ N operations at best; a plain sum takes N². Its error relative to the largest result is at most N + 2
 * roundings times √N.
 *
 * @see N. J. Higham: "Accuracy and Stability of Numerical Algorithms" (2002), section 24.1
 */
const transform: Accuracy = {
  of: 'tensor',
  ulps: (inputs: HostInputs) => {
    const length = (inputs['input'] as HostTensor).shape.at(-1) as number;
    return ((length + 2) / 2) * Math.sqrt(length);
  },
};

/** Powers of two, primes, products, rows of one, none at all, and several axes before. */
const rows: readonly HostTensor[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 32, 60, 64].map((length) => [length]),
  [3, 6],
  [2, 1],
  [0, 4],
  [2, 3, 8],
  [1, 2, 1, 3, 2, 5],
].map((shape, seed) => complexFloats(shape, seed));

const anyRows: fc.Arbitrary<HostTensor> = fc
  .record({ shape: shapes({ minRank: 1, maxRank: 3, maxSide: 12 }), seed: seeds })
  .map(({ shape, seed }) => complexFloats(shape, seed));

const transforms = { accuracy: transform, edges: rows, random: anyRows };

export const complexRecords: readonly OpRecord[] = [
  joinRecord,
  complexRecord(Real, 'input', laws.real, {
    accuracy: exact,
    edges: [edgeNumbers, ...ofEveryShape],
    random: anyNumbers,
  }),
  complexRecord(Imag, 'input', laws.imag, {
    accuracy: exact,
    edges: [edgeNumbers, ...ofEveryShape],
    random: anyNumbers,
  }),
  complexRecord(ComplexAbs, 'x', laws.complexAbs, {
    accuracy: arithmetic,
    edges: [edgeNumbers, ...ofEveryShape],
    random: largeNumbers,
  }),
  complexRecord(FFT, 'input', laws.fft, transforms),
  complexRecord(IFFT, 'input', laws.ifft, transforms),
];
