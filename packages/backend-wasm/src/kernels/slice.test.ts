import { ShapeError, sizeOf } from '@isograd/core';
import { Slice, slice, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '../testing/reference-sum.js';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const axes = fc.array(
  fc
    .tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.nat({ max: 3 }))
    .map(([begin, size, after]) => ({ begin, size, length: begin + size + after })),
  { minLength: 1, maxLength: 6 },
);

it.each(['float32', 'int32', 'bool'] as const)('takes any box out of %s', (dtype) => {
  fc.assert(
    fc.property(axes, (box) => {
      const shape = box.map(({ length }) => length);
      if (sizeOf(shape) > 20_000) return;
      const data = Array.from({ length: sizeOf(shape) }, (_, index) =>
        dtype === 'bool' ? ((index * 7) % 3) & 1 : index,
      );
      const x = { shape, dtype, data };
      const size = box.map(({ size: count }) => count);
      const actual = runKernel(Slice, { x }, { begin: box.map(({ begin }) => begin), size });
      expect(actual).toMatchObject({ shape: size, dtype });
      const indices = size.reduce<number[][]>(
        (lists, count, axis) =>
          lists.flatMap((list) =>
            Array.from({ length: count }, (_, position) => [...list, (box[axis]?.begin ?? 0) + position]),
          ),
        [[]],
      );
      expect(Array.from(actual.data)).toEqual(indices.map((index) => at(x, ...index)));
    }),
  );
});

const matrix = { shape: [3, 4], dtype: 'int32', data: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] } as const;

it('takes what is left where a size is -1 or missing', () => {
  expect(Array.from(runKernel(Slice, { x: matrix }, { begin: [1, 2], size: [-1, -1] }).data)).toEqual([6, 7, 10, 11]);
  expect(Array.from(runKernel(Slice, { x: matrix }, { begin: 2 }).data)).toEqual([8, 9, 10, 11]);
  expect(Array.from(runKernel(Slice, { x: matrix }, { begin: [1], size: 1 }).data)).toEqual([4, 5, 6, 7]);
});

it.each([
  { begin: [0, 3], size: [2, 2] },
  { begin: [4, 0], size: [-1, -1] },
  { begin: [0, 0], size: [1, -2] },
  { begin: [3, 0], size: [1, 4] },
  { begin: [0, 0, 0], size: [1, 1, 1] },
])('refuses the box at $begin of size $size', ({ begin, size }) => {
  expect(() => runKernel(Slice, { x: matrix }, { begin, size })).toThrow(ShapeError);
  expect(() => runKernel(Slice, { x: matrix }, { begin, size })).toThrow(/int32 \[3, 4\][^]*\[WASM_SLICE\]/);
});

it('refuses to count begins from the end', () => {
  expect(() => runKernel(Slice, { x: matrix }, { begin: [0, -1], size: [1, 1] })).toThrow(
    /^Slice of backend "wasm": slice\(\) does not support negative begin indexing\.\n.*\[0, -1\] on int32 \[3, 4\]/,
  );
});

it('takes text too', () => {
  const words = tensor(['a', 'b', 'c', 'd'], [2, 2]);
  const column = slice(words, [0, 1], [2, 1]);
  expect(column.dataSync()).toEqual(['b', 'd']);
  words.dispose();
  column.dispose();
});
