import { Cast, cast, complex, real, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

it.each([
  ['int32', 'float32', [2 ** 24 + 1, -1], [2 ** 24, -1]],
  ['bool', 'float32', [1, 0], [1, 0]],
  ['bool', 'int32', [1, 0], [1, 0]],
  ['float32', 'int32', [1.9, -1.9], [1, -1]],
  ['float32', 'bool', [0, -0, 0.1, Number.NaN], [0, 0, 1, 1]],
  ['int32', 'bool', [256, 0], [1, 0]],
] as const)('%s becomes %s in an array of its own', (from, to, given, expected) => {
  const { dtype, data } = runKernel(Cast, { x: values(given, [given.length], from) }, { dtype: to });
  expect(dtype).toBe(to);
  expect(Array.from(data)).toEqual(expected);
});

it('goes to complex numbers and back to their real part', () => {
  tidy(() => {
    const z = cast(tensor1d([1, 2], 'int32'), 'complex64');
    expect(Array.from(z.dataSync())).toEqual([1, 0, 2, 0]);
    expect(Array.from(real(z).dataSync())).toEqual([1, 2]);
    const w = cast(complex(tensor1d([1.5]), tensor1d([7])), 'int32');
    expect(w.dtype).toBe('int32');
    expect(Array.from(w.dataSync())).toEqual([1]);
  });
});
