import { sizeOf, ValueError } from '@isograd/core';
import { GatherV2 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const sizes = (maxLength: number, min = 0): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min, max: 3 }), { maxLength });

/** x: [batch, outer, dim, inner], indices: [batch, rest]. */
const cases = fc
  .record({ batch: sizes(2, 1), outer: sizes(2), dim: fc.integer({ min: 1, max: 5 }), inner: sizes(2), rest: sizes(2) })
  .chain((parts) =>
    fc.record({
      parts: fc.constant(parts),
      indices: fc.array(fc.nat({ max: parts.dim - 1 }), {
        minLength: sizeOf([...parts.batch, ...parts.rest]),
        maxLength: sizeOf([...parts.batch, ...parts.rest]),
      }),
    }),
  );

it.each(['float32', 'int32', 'bool'] as const)('takes rows of %s, for each batch its own', (dtype) => {
  fc.assert(
    fc.property(cases, ({ parts: { batch, outer, dim, inner, rest }, indices }) => {
      const shape = [...batch, ...outer, dim, ...inner];
      const data = Array.from({ length: sizeOf(shape) }, (_, index) => (dtype === 'bool' ? index % 2 : index));
      const actual = runKernel(
        GatherV2,
        { x: { shape, dtype, data }, indices: { shape: [...batch, ...rest], dtype: 'int32', data: indices } },
        { axis: batch.length + outer.length, batchDims: batch.length },
      );
      const [outerSize, innerSize, count] = [outer, inner, rest].map(sizeOf) as [number, number, number];
      const expected: unknown[] = [];
      for (let b = 0; b < sizeOf(batch); b++) {
        for (let o = 0; o < outerSize; o++) {
          for (let i = 0; i < count; i++) {
            for (let k = 0; k < innerSize; k++) {
              expected.push(data[((b * outerSize + o) * dim + (indices[b * count + i] ?? 0)) * innerSize + k]);
            }
          }
        }
      }
      expect(actual.shape).toEqual([...batch, ...outer, ...rest, ...inner]);
      expect(actual.dtype).toBe(dtype);
      expect(Array.from(actual.data)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

it('takes more indices per batch than batches, which tfjs mixes up', () => {
  const x = { shape: [2, 3], dtype: 'float32', data: [1, 2, 3, 4, 5, 6] } as const;
  const indices = { shape: [2, 4], dtype: 'int32', data: [0, 1, 2, 0, 2, 2, 1, 0] } as const;
  const { data } = runKernel(GatherV2, { x, indices }, { axis: 1, batchDims: 1 });
  expect(Array.from(data)).toEqual([1, 2, 3, 1, 6, 6, 5, 4]);
});

it.each([-1, 3])('refuses the index %i', (index) => {
  const x = { shape: [3], dtype: 'float32', data: [1, 2, 3] } as const;
  const indices = { shape: [2], dtype: 'int32', data: [0, index] } as const;
  expect(() => runKernel(GatherV2, { x, indices }, { axis: 0 })).toThrow(ValueError);
  expect(() => runKernel(GatherV2, { x, indices }, { axis: 0 })).toThrow(
    /^GatherV2: the index value -?\d is not in \[0, 2\]/,
  );
});
