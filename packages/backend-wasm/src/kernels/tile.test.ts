import { sizeOf } from '@isograd/core';
import { Tile } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const axes = fc.array(fc.record({ length: fc.integer({ min: 1, max: 5 }), reps: fc.nat({ max: 20 }) }), {
  maxLength: 6,
});

it.each(['float32', 'int32', 'bool'] as const)('repeats %s along any axes', (dtype) => {
  fc.assert(
    fc.property(axes, (all) => {
      const shape = all.map(({ length }) => length);
      const reps = all.map((axis) => axis.reps);
      const outShape = all.map((axis) => axis.length * axis.reps);
      if (sizeOf(outShape) > 20_000) return;
      const data = Array.from({ length: sizeOf(shape) }, (_, index) => (dtype === 'bool' ? (index * 7) % 2 : index));
      const actual = runKernel(Tile, { x: { shape, dtype, data } }, { reps });
      const expected = Array.from({ length: sizeOf(outShape) }, (_, element) => {
        let [rest, from, stride] = [element, 0, 1];
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          const [length = 1, outLength = 1] = [shape[axis], outShape[axis]];
          from += stride * ((rest % outLength) % length);
          rest = Math.floor(rest / outLength);
          stride *= length;
        }
        return data[from];
      });
      expect(actual).toMatchObject({ shape: outShape, dtype });
      expect(Array.from(actual.data)).toEqual(expected);
    }),
  );
});
