/** What only the WebGL backend promises, in a browser. */
import { BackendError, getActiveBackend, useBackend } from '@isograd/core';
import { expectWithinTolerance } from '@isograd/testing';
import { elu, env, expm1, softplus, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { webgl } from './index.js';

beforeAll(async () => {
  await useBackend(webgl());
  env().set('WEBGL_CPU_FORWARD', false); // small tensors too go through the shaders
});

afterAll(() => env().set('WEBGL_CPU_FORWARD', true));

beforeEach(() => expect(getActiveBackend().name).toBe('webgl'));

it('says what the device can do', () => {
  const { capabilities } = getActiveBackend();
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const texels = context?.getParameter(context.MAX_TEXTURE_SIZE) ** 2;
  expect(capabilities.largestTensorBytes).toBe(4 * texels);
  expect(capabilities.simd).toBe('gpu');
  expect(capabilities.kernels.native).toContain('RandomBits');
  for (const { kernel } of capabilities.kernels.absent) expect(capabilities.kernels.native).not.toContain(kernel);
});

it('refuses a device that renders half floats only', async () => {
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  const failure: unknown = await useBackend(webgl()).catch((error: unknown) => error);
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
  expect(failure).toBeInstanceOf(BackendError);
  expect((failure as BackendError).received).toContain('WEBGL_RENDER_FLOAT32_ENABLED');
  expect(getActiveBackend().name).toBe('webgl');
});

it('keeps the digits of small results of softplus, elu and expm1', () => {
  // One element a call, so that the tolerance scales with it; times 2^20, above the table's absolute floor.
  const check = (op: (x: Tensor) => Tensor, exact: (x: number) => number, x: number): void => {
    const [got = Number.NaN] = tidy(() => op(tensor1d([x]))).dataSync();
    const values = Float64Array.of(exact(Math.fround(x)) * 2 ** 20);
    expectWithinTolerance([got * 2 ** 20], { shape: [1], dtype: 'float64', values });
  };
  for (const x of [-12, -8, -5]) check(softplus, (value) => Math.log1p(Math.exp(value)), x);
  for (const x of [-1e-3, -1e-2, -0.09]) check(elu, Math.expm1, x);
  for (const x of [-0.7, -0.09, -1e-4, 1e-4, 0.09, 0.7]) check(expm1, Math.expm1, x);
});
