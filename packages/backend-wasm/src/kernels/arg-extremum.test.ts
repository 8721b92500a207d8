import { ArgMax, ArgMin } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const cases = fc
  .record({
    blocks: fc.integer({ min: 1, max: 3 }),
    length: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 11 }),
  })
  .chain((sizes) => {
    const size = sizes.blocks * sizes.length * sizes.columns;
    const element = fc.constantFrom(0, -0, 1, -1, 2, 3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    return fc.record({
      sizes: fc.constant(sizes),
      data: fc.array(element, { minLength: size, maxLength: size }),
    });
  });

it.each([
  [ArgMax, Math.max],
  [ArgMin, Math.min],
] as const)('%s is the first of equals, or of NaN', (kernelName, extremum) => {
  fc.assert(
    fc.property(cases, ({ sizes: { blocks, length, columns }, data }) => {
      const x = { shape: [blocks, length, columns], dtype: 'float32', data } as const;
      const expected: number[] = [];
      for (let block = 0; block < blocks; block++) {
        for (let column = 0; column < columns; column++) {
          const line = Array.from({ length }, (_, row) => data[(block * length + row) * columns + column] as number);
          const best = extremum(...line);
          expected.push(line.findIndex((value) => value === best || (Number.isNaN(best) && Number.isNaN(value))));
        }
      }
      const result = runKernel(kernelName, { x }, { axis: 1 });
      expect(result).toMatchObject({ shape: [blocks, columns], dtype: 'int32' });
      expect(Array.from(result.data)).toEqual(expected);
      expect(Array.from(runKernel(kernelName, { x }, { axis: -2 }).data)).toEqual(expected);
    }),
  );
});
