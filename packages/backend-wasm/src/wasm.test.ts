import { BackendError, getActiveBackend, random, useBackend, ValueError } from '@isograd/core';
import { add, engine, scalar, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { wasm } from './wasm.js';

it('refuses paths that are no text', () => {
  expect(() => wasm({ wasmPaths: 3 as unknown as string })).toThrow(ValueError);
  expect(() => wasm({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': 3 as unknown as string } })).toThrow(/WASM_PATHS/);
});

it('rejects when the engine has no SIMD', async () => {
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  try {
    await expect(useBackend(wasm())).rejects.toMatchObject({ name: 'BackendError', code: 'BACKEND_SIMD' });
    expect(engine().registry['wasm']).toBeUndefined();
  } finally {
    validate.mockRestore();
  }
});

it('rejects a file that is no WebAssembly', async () => {
  const wasmPaths = { 'tfjs-backend-wasm-simd.wasm': import.meta.url };
  await expect(useBackend(wasm({ wasmPaths }))).rejects.toMatchObject({
    name: 'BackendError',
    code: 'BACKEND_BINARY',
    problem: expect.stringContaining('not a WebAssembly binary'),
  });
});

it('rejects when the binary is not there, leaves nothing behind, and starts on the next call', async () => {
  for (const wasmPaths of ['/nowhere/', { 'tfjs-backend-wasm-simd.wasm': '/nowhere.wasm' }]) {
    const failure = await useBackend(wasm({ wasmPaths })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendError);
    expect(failure).toMatchObject({ code: 'BACKEND_BINARY' });
    expect(engine().registry['wasm']).toBeUndefined();
  }
  const { name, capabilities } = await useBackend(wasm());
  expect(name).toBe('wasm');
  expect(capabilities.simd).toMatch(/simd/);
  expect(capabilities.kernels.native).toContain('RandomBits');
});

it('computes, and may be loaded again', async () => {
  await useBackend(wasm());
  expect(getActiveBackend().name).toBe('wasm');
  const x = tensor1d([1, 2, 3]);
  const one = scalar(1);
  const sum = add(x, one);
  expect(Array.from(sum.dataSync())).toEqual([2, 3, 4]);
  const key = random.key(1);
  const drawn = random.uniform(key, [3]);
  expect(drawn.dataSync()).toHaveLength(3);
  for (const tensor of [x, one, sum, key, drawn]) tensor.dispose();
});
