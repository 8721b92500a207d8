import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 70 });

it('picks elements of every dtype', () => {
  fc.assert(
    fc.property(bits, fc.constantFrom('float32', 'int32', 'bool'), (marks, dtype) => {
      const shape = [marks.length];
      const condition = { shape, dtype: 'bool', data: marks.map(Number) } as const;
      const ofBool = dtype === 'bool';
      const t = { shape, dtype, data: marks.map((_, index) => (ofBool ? index % 2 : index)) };
      const e = { shape, dtype, data: marks.map((_, index) => (ofBool ? (index >> 1) % 2 : -index - 1)) };
      const picked = runKernel(tf.Select, { condition, t, e });
      expect(picked).toMatchObject({ shape, dtype });
      expect(Array.from(picked.data)).toEqual(marks.map((mark, index) => (mark ? t.data[index] : e.data[index])));
    }),
  );
});

it.each(['float32', 'bool'] as const)('picks rows of %s', (dtype) => {
  const condition = { shape: [3], dtype: 'bool', data: [1, 0, 1] } as const;
  const t = { shape: [3, 2, 1], dtype, data: [1, 1, 1, 1, 1, 1] };
  const e = { shape: [3, 2, 1], dtype, data: [0, 0, 0, 0, 0, 0] };
  expect(Array.from(runKernel(tf.Select, { condition, t, e }).data)).toEqual([1, 1, 0, 0, 1, 1]);
});

it.each([1, 7, 15, 16, 17, 100])('leaves the memory behind %i bools alone', (size) => {
  const kept = tf.tidy(() => {
    const condition = tf.ones([size], 'bool');
    const neighbours = Array.from({ length: 8 }, () => tf.fill([size], 7, 'int32'));
    neighbours.splice(3, 1)[0]?.dispose(); // where the output may go
    tf.where(condition, condition, condition);
    return neighbours.map((neighbour) => Array.from(neighbour.dataSync()));
  });
  expect(kept).toEqual(Array.from({ length: 7 }, () => Array<number>(size).fill(7)));
});
