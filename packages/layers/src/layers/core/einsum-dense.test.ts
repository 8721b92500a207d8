/** Equations, shapes and first values of `einsumDense`. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.js';
import { type EinsumDenseOptions, einsumDense } from './einsum-dense.js';

const sizes: Readonly<Record<string, number>> = { a: 2, b: 3, c: 4, d: 2, e: 5 };

/** Σ over the labels that the output lacks, by loops in float64, and the same of magnitudes. */
function byLoops(x: Float32Array, w: Float32Array, [left, right, output]: readonly [string, string, string]) {
  const labels = [...new Set(left + right)];
  const at = (term: string, place: Readonly<Record<string, number>>): number =>
    [...term].reduce((index, label) => index * (sizes[label] ?? 1) + (place[label] ?? 0), 0);
  const length = [...output].reduce((product, label) => product * (sizes[label] ?? 1), 1);
  const [sums, magnitudes] = [new Float64Array(length), new Float64Array(length)];
  const terms = labels.reduce((product, label) => product * (sizes[label] ?? 1), 1);
  for (let term = 0; term < terms; term++) {
    let rest = term;
    const place = Object.fromEntries(
      labels.map((label) => {
        const coordinate = rest % (sizes[label] ?? 1);
        rest = Math.floor(rest / (sizes[label] ?? 1));
        return [label, coordinate];
      }),
    );
    const product = (x[at(left, place)] ?? 0) * (w[at(right, place)] ?? 0);
    const index = at(output, place);
    sums[index] = (sums[index] ?? 0) + product;
    magnitudes[index] = (magnitudes[index] ?? 0) + Math.abs(product);
  }
  return { sums, magnitudes, terms: terms / length };
}

describeBackends('contract', () => {
  it.each([
    ['ab', 'bc', 'ac'],
    ['ab', 'cb', 'ac'],
    ['ba', 'bc', 'ca'],
    ['abc', 'bcd', 'abd'],
    ['abc', 'cbde', 'ade'],
    ['abce', 'cd', 'abd'],
    ['abc', 'ab', 'abc'],
    ['ac', 'bd', 'dbca'],
    ['ab', 'ab', 'a'],
    ['abc', 'cab', 'bca'],
  ] as const)('%s,%s->%s', (left, right, output) => {
    const shapeOf = (labels: string): number[] => [...labels].map((label) => sizes[label] ?? 1);
    const sizeOf = (labels: string): number => shapeOf(labels).reduce((product, size) => product * size, 1);
    const [x, w] = [seededValues(1, sizeOf(left)), seededValues(2, sizeOf(right))];
    tf.tidy(() => {
      const a = { tensor: tf.tensor(x, shapeOf(left)), labels: left };
      const y = contract(a, { tensor: tf.tensor(w, shapeOf(right)), labels: right }, output);
      expect(y.shape).toEqual(shapeOf(output));
      const { sums, magnitudes, terms } = byLoops(x, w, [left, right, output]);
      expectWithinRounding(y.dataSync(), sums, magnitudes, terms);
    });
  });
});

describeBackends('the kernel of einsumDense', () => {
  it('starts with fans along the axes that the equation sums over and keeps', () => {
    // 'abc,cde->abde': 4 inputs, 2 · 300 outputs. Counted as a window of 4 the fans would be 8 and 1200.
    const layer = einsumDense({ equation: 'abc,cde->abde', outputShape: [null, 2, 300] });
    layer.ensureBuilt([[null, 3, 4]], { path: 'layer', key: keyData(0) });
    const largest = Math.max(...Array.from(layer.weights[0]?.variable.dataSync() ?? [], Math.abs));
    const limit = Math.sqrt(6 / (4 + 600)); // Glorot and Bengio (2010), of 2400 draws
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
    layer.dispose();
  });
});

describe('einsumDense', () => {
  const shapes: [string, EinsumDenseOptions, PartialShape, PartialShape][] = [
    ['an ellipsis for nothing', { equation: '...ab,bc->...ac', outputShape: 5 }, [null, 4], [null, 5]],
    ['an ellipsis for two axes', { equation: '...b,bc->...c', outputShape: 5 }, [null, 3, 4], [null, 3, 5]],
    ['an unknown length', { equation: 'abc,cd->abd', outputShape: [null, 5] }, [null, null, 4], [null, null, 5]],
    ['a length that it says', { equation: 'abc,cd->abd', outputShape: [7, 5] }, [null, null, 4], [null, 7, 5]],
    ['a sum over time', { equation: 'abc,bc->a', outputShape: [] }, [null, 3, 4], [null]],
  ];
  it.each(shapes)('knows the shape of %s', (_name, options, input, output) => {
    expect(einsumDense(options).computeOutputShape([input])).toEqual(output);
  });

  it.each(['ab', 'ab,bc', 'ab,bc->a...c', 'aab,bc->ac', 'ab,bcx->ac', 'ab,bc->acx', 'ab,bc->ca', '', 'a1,1c->ac'])(
    'refuses the equation "%s"',
    (equation) => {
      expect(() => einsumDense({ equation, outputShape: 3 })).toThrow(/\[EINSUM_EQUATION\]$/);
    },
  );

  const refusals: [string, EinsumDenseOptions, PartialShape, RegExp][] = [
    ['another number of axes', { equation: 'ab,bc->ac', outputShape: 3 }, [null, 4, 5], /\[EINSUM_SHAPES\]$/],
    ['a size that contradicts', { equation: 'abc,cd->abd', outputShape: [2, 3] }, [null, 4, 5], /\[EINSUM_SHAPES\]$/],
    ['too few sizes', { equation: 'abc,cd->abd', outputShape: 3 }, [null, 4, 5], /\[EINSUM_SHAPES\]$/],
    ['unknown features', { equation: 'ab,bc->ac', outputShape: 3 }, [null, null], /\[SHAPE_UNKNOWN_AXIS\]$/],
    ['units that nothing says', { equation: 'ab,bc->ac', outputShape: [null] }, [null, 4], /\[SHAPE_UNKNOWN_AXIS\]$/],
  ];
  it.each(refusals)('refuses %s', (_name, options, input, message) => {
    expect(() => einsumDense(options).computeOutputShape([input])).toThrow(message);
  });

  it('refuses a bias along axes that the output does not have, and a missing outputShape', () => {
    expect(() => einsumDense({ equation: 'ab,bc->ac', outputShape: 3, biasAxes: 'b' })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => einsumDense({ equation: 'ab,bc->ac' } as EinsumDenseOptions)).toThrow(/\[LAYER_OPTION\]$/);
  });
});
