/** Against the examples in the documentation of tf.cumsum and tf.math.cumprod. */
import { expect, it } from 'vitest';
import { cumprod, cumsum } from './cumulative.js';
import { hostTensor } from './host-tensor.js';

const forwards = { axis: 0, exclusive: false, reverse: false };

it.each([
  [{}, [2, 6, 12, 20]],
  [{ exclusive: true }, [0, 2, 6, 12]],
  [{ reverse: true }, [20, 18, 14, 8]],
  [{ exclusive: true, reverse: true }, [18, 14, 8, 0]],
])('the running sum of 2, 4, 6, 8 with %j', (way, expected) => {
  expect(cumsum({ x: hostTensor([2, 4, 6, 8]) }, { ...forwards, ...way })).toEqual(hostTensor(expected));
});

it.each([
  [{}, [2, 6, 30]],
  [{ exclusive: true }, [1, 2, 6]],
  [{ reverse: true }, [30, 15, 5]],
  [{ exclusive: true, reverse: true }, [15, 5, 1]],
])('the running product of 2, 3, 5 with %j', (way, expected) => {
  expect(cumprod({ x: hostTensor([2, 3, 5]) }, { ...forwards, ...way })).toEqual(hostTensor(expected));
});

it('runs along the axis named, which may be counted from the end', () => {
  const x = hostTensor([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(cumsum({ x }, forwards)).toEqual(hostTensor([1, 2, 3, 5, 7, 9], [2, 3]));
  expect(cumsum({ x }, { ...forwards, axis: -1 })).toEqual(hostTensor([1, 3, 6, 4, 9, 15], [2, 3]));
});
