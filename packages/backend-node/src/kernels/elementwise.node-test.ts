/** Elementwise kernels that are called by themselves: on many elements the addon computes what wasm does on few. */
import { wasm } from '@isograd/backend-wasm';
import { useBackend } from '@isograd/core';
import { seededValues } from '@isograd/testing';
import { engine, type Tensor, tensor, tidy, util } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { loadAddon } from '../native/load-addon.js';
import { node } from '../node.js';
import { expectElements } from '../testing/element-laws.js';
import { nativeAbsence } from '../testing/native-memory.js';
import { elementwiseKernels } from './elementwise.js';

/** Of a kernel that is called by itself, so many are the addon's. */
const [rows, columns] = [250, 150];

/** Units in the last place by which two sides that come this near to their law may differ. */
const ulps = 8;

const attributes = { clipValueMin: -0.5, clipValueMax: 0.5, alpha: 0.3, dtype: 'int32' };

const values = seededValues(1, rows * columns);
const positive = values.map((value) => Math.abs(value) + 0.1);

/** Arguments that the function is made for. */
function argumentsOf(kernelName: string): Tensor[] {
  if (kernelName.startsWith('Logical')) {
    return [3, 5].map((every) =>
      tensor(
        Array.from(values, (_, index) => index % every === 0),
        [rows, columns],
        'bool',
      ),
    );
  }
  const first = ['Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Reciprocal', 'RealDiv'].includes(kernelName) ? positive : values;
  return [tensor(first, [rows, columns]), tensor(positive.slice(0, columns), [columns])];
}

function run(kernelName: string): { dtype: string; shape: number[]; data: Float32Array } {
  return tidy(() => {
    const [first, second] = argumentsOf(kernelName) as [Tensor, Tensor];
    const inputs = { x: first, alpha: second, a: first, b: second };
    const out = engine().runKernel(kernelName, inputs, attributes as never) as Tensor;
    return { dtype: out.dtype, shape: out.shape, data: Float32Array.from(out.dataSync()) };
  });
}

describe.skipIf(nativeAbsence !== undefined)(`elementwise kernels ${nativeAbsence ?? ''}`, () => {
  afterAll(() => engine().reset());

  test.each(elementwiseKernels.map(({ kernelName }) => kernelName))('%s', async (kernelName) => {
    await useBackend(wasm({ threads: 1 }));
    const expected = run(kernelName);
    await useBackend(node({ threads: 2 }));
    const addon = vi.spyOn(loadAddon(), 'run');
    const found = run(kernelName);
    expect(addon).toHaveBeenCalledOnce();
    addon.mockRestore();
    expect([found.dtype, found.shape]).toEqual([expected.dtype, expected.shape]);
    expect(util.sizeFromShape(found.shape)).toBeGreaterThan(2 ** 15);
    expectElements(found.data, Float64Array.from(expected.data), ulps, (index) => `${kernelName} at ${index}`);
  });
});
