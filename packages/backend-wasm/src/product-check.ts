/** Whether the kernel module computes as it should, where the engine does more with it than the standard says. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { batchMatMulKernel } from './kernels/batch-mat-mul.js';
import type { Runtime } from './runtime.js';

/** Long enough for the engine to compile loops anew with all that it can do, in milliseconds. */
const duration = 60;

const size = 64;

/** Multiplies matrices of small whole numbers, whose products are exact in any order, again and again. */
export function multipliesRight(runtime: Runtime): boolean {
  const values = Float32Array.from({ length: size * size }, (_, index) => ((index * 37) % 17) - 8);
  const [a, b] = [values, values.toReversed()].map((data) => runtime.outputOf([size, size], 'float32', data));
  const inputs = { a: a as TensorInfo, b: b as TensorInfo };
  const expected = productOf(values, values.toReversed());
  const start = performance.now();
  try {
    do {
      const product = batchMatMulKernel.compute(runtime, inputs, {
        transposeA: false,
        transposeB: false,
      }) as TensorInfo;
      const got = runtime.read(product) as Float32Array;
      runtime.dispose(product);
      if (expected.some((value, index) => value !== got[index])) return false;
    } while (performance.now() - start < duration);
    return true;
  } finally {
    for (const tensor of Object.values(inputs)) runtime.dispose(tensor);
  }
}

function productOf(a: Float32Array, b: Float32Array): Float32Array {
  return Float32Array.from({ length: size * size }, (_, index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (a[row * size + k] ?? 0) * (b[k * size + column] ?? 0);
    return sum;
  });
}
