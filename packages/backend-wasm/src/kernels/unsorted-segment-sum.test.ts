import { sizeOf, UnsupportedError } from '@isograd/core';
import { UnsortedSegmentSum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel } from '../testing/kernel-runner.js';
import { ReferenceSums } from '../testing/reference-sum.js';

onWasm();

const tables = fc.record({
  ids: fc.array(fc.integer({ min: -3, max: 8 }), { maxLength: 20 }),
  rowShape: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 2 }),
  numSegments: fc.integer({ min: 0, max: 6 }),
});

it('sums rows of float32 by segment and drops ids out of range', () => {
  fc.assert(
    fc.property(tables, ({ ids, rowShape, numSegments }) => {
      const x = floats([ids.length, ...rowShape], 1);
      const rowSize = sizeOf(rowShape);
      const expected = new ReferenceSums([numSegments, rowSize]);
      ids.forEach((id, row) => {
        if (id < 0 || id >= numSegments) return;
        for (let column = 0; column < rowSize; column++)
          expected.add([id, column], x.data[row * rowSize + column] ?? 0);
      });
      const segmentIds = { shape: [ids.length], dtype: 'int32', data: ids } as const;
      const actual = runKernel(UnsortedSegmentSum, { x, segmentIds }, { numSegments });
      expect(actual.shape).toEqual([numSegments, ...rowShape]);
      expected.expectFrom({ ...actual, shape: [numSegments, rowSize] });
    }),
  );
});

it('sums int32 exactly, beyond what float32 holds', () => {
  const x = { shape: [3, 5], dtype: 'int32', data: [2 ** 24, 1, 2, 3, 4, 1, 1, 1, 1, 1, 7, 7, 7, 7, 7] } as const;
  const segmentIds = { shape: [3], dtype: 'int32', data: [1, 1, 0] } as const;
  const { data, dtype } = runKernel(UnsortedSegmentSum, { x, segmentIds }, { numSegments: 2 });
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual([7, 7, 7, 7, 7, 2 ** 24 + 1, 2, 3, 4, 5]);
});

it('refuses bool', () => {
  const x = { shape: [1], dtype: 'bool', data: [1] } as const;
  const segmentIds = { shape: [1], dtype: 'int32', data: [0] } as const;
  expect(() => runKernel(UnsortedSegmentSum, { x, segmentIds }, { numSegments: 1 })).toThrow(UnsupportedError);
});
