/** Against the examples in the documentation of tf.pad. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { mirrorPad, pad } from './padding.js';

const x = hostTensor([1, 2, 3, 4, 5, 6], [2, 3]);
const paddings = [
  [1, 1],
  [2, 2],
] as const;

it('pads with a constant', () => {
  expect(pad({ x }, { paddings, constantValue: 0 }).values.join(' ')).toBe(
    '0 0 0 0 0 0 0 0 0 1 2 3 0 0 0 0 4 5 6 0 0 0 0 0 0 0 0 0',
  );
});

it('mirrors on the outermost elements and beside them', () => {
  expect(mirrorPad({ x }, { paddings, mode: 'reflect' }).values.join(' ')).toBe(
    '6 5 4 5 6 5 4 3 2 1 2 3 2 1 6 5 4 5 6 5 4 3 2 1 2 3 2 1',
  );
  expect(mirrorPad({ x }, { paddings, mode: 'symmetric' }).values.join(' ')).toBe(
    '2 1 1 2 3 3 2 2 1 1 2 3 3 2 5 4 4 5 6 6 5 5 4 4 5 6 6 5',
  );
});
