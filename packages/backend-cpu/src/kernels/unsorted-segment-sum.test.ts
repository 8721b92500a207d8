import { describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import { type Tensor1D, tensor, tidy, unsortedSegmentSum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const problems = fc.record({
  ids: fc.array(fc.integer({ min: -1, max: 7 }), { minLength: 1, maxLength: 40 }),
  rowShape: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  numSegments: fc.integer({ min: 1, max: 6 }),
});

describeBackends('UnsortedSegmentSum', (backendName) => {
  it('adds each row to its segment and drops ids outside', () => {
    fc.assert(
      fc.property(problems, ({ ids, rowShape, numSegments }) =>
        tidy(() => {
          const rowSize = rowShape.reduce((product, axis) => product * axis, 1);
          const x = seededValues(1, ids.length * rowSize);
          const exact = new Float64Array(numSegments * rowSize);
          const magnitudes = new Float64Array(numSegments * rowSize);
          ids.forEach((id, n) => {
            if (id < 0 || id >= numSegments) return;
            for (let k = 0; k < rowSize; k++) {
              const to = id * rowSize + k;
              exact[to] = (exact[to] as number) + (x[n * rowSize + k] as number);
              magnitudes[to] = (magnitudes[to] as number) + Math.abs(x[n * rowSize + k] as number);
            }
          });
          const rows = tensor(x, [ids.length, ...rowShape]);
          const sums = unsortedSegmentSum(rows, tensor(ids, [ids.length], 'int32') as Tensor1D, numSegments);
          expect(sums.shape).toEqual([numSegments, ...rowShape]);
          expectWithinRounding(sums.dataSync(), exact, magnitudes, ids.length);
        }),
      ),
      { seed: 1, numRuns: backendName === 'webgl' ? 12 : 60 },
    );
  });
});
