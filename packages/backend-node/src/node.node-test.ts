/** The native backend as users meet it: what it reports, what it shares with wasm, and what it says when it cannot start. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasm } from '@isograd/backend-wasm';
import { getActiveBackend, useBackend } from '@isograd/core';
import { jit } from '@isograd/jit';
import { seededValues } from '@isograd/testing';
import {
  add,
  batchNorm2d,
  complex,
  conv2d,
  engine,
  equal,
  matMul,
  memory,
  mul,
  relu,
  sum,
  tensor,
  tensor1d,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, test } from 'vitest';
import { node } from './node.js';
import { nativeAbsence } from './testing/native-memory.js';

const matrix = (seed: number, rows: number, columns: number): Tensor2D =>
  tensor(seededValues(seed, rows * columns), [rows, columns]);

test.each([0, 1.5, Number.NaN, -1, 1025, '2'])('%s threads are refused', (threads) => {
  expect(() => node({ threads: threads as number })).toThrow(/\[NATIVE_THREADS\]$/);
});

test('a binary that is no path is refused', () => {
  expect(() => node({ binary: 7 as unknown as string })).toThrow(/\[NATIVE_BINARY\]$/);
});

test('without a binary it says so, with both ways out, and the backend before stays', async () => {
  await useBackend(wasm({ threads: 1 }));
  const folder = mkdtempSync(join(tmpdir(), 'isograd-node-'));
  await expect(useBackend(node({ binary: join(folder, 'isograd.node') }))).rejects.toMatchObject({
    name: 'BackendError',
    code: 'NATIVE_ADDON',
    fix: expect.stringMatching(/npx isograd-node build.*wasm\(\)/),
  });
  rmSync(folder, { recursive: true });
  expect(getActiveBackend().name).toBe('wasm');
});

describe.skipIf(nativeAbsence !== undefined)(`the native backend ${nativeAbsence ?? ''}`, () => {
  afterEach(() => engine().reset());

  it('reports threads, instructions, and whose kernels compute', async () => {
    for (const threads of [2, 1]) {
      const { capabilities } = await useBackend(node({ threads }));
      const { native, borrowed } = capabilities.kernels;
      expect(capabilities.threads).toBe(threads);
      expect(['sse2', 'avx2', 'avx512', 'neon']).toContain(capabilities.simd);
      expect(native).toContain('BatchMatMul');
      expect(borrowed.filter(({ kernel, dtypes }) => dtypes === undefined && native.includes(kernel))).toEqual([]);
    }
  });

  it('shares its tensors with wasm: none is copied when the backend changes', async () => {
    await useBackend(node());
    const x = matrix(1, 3, 4);
    const { memoryOffset } = (engine().backend as unknown as Started).dataIdMap.get(x.dataId);
    await useBackend(wasm({ threads: 1 }));
    const y = tidy(() => mul(x, 2));
    expect((engine().backend as unknown as Started).dataIdMap.get(x.dataId).memoryOffset).toBe(memoryOffset);
    await useBackend(node());
    expect(sum(y).dataSync()[0]).toBeCloseTo(2 * (sum(x).dataSync()[0] as number), 5);
  });

  it('starts again after the engine was reset', async () => {
    for (let start = 0; start < 3; start++) {
      await useBackend(node());
      expect(Array.from(tidy(() => matMul(tensor([[1, 2]]), tensor([[3], [4]])).dataSync()))).toEqual([11]);
      engine().reset();
    }
  });

  it('serves text and complex numbers as wasm does', async () => {
    await useBackend(node());
    const same = tidy(() => equal(tensor1d(['a', 'b']), tensor1d(['a', 'c'])).dataSync());
    expect(Array.from(same)).toEqual([1, 0]);
    const product = tidy(() => mul(complex([1], [2]), complex([3], [4])).dataSync());
    expect(Array.from(product)).toEqual([-5, 10]);
    expect(() => matMul(complex([[1]], [[2]]) as Tensor2D, complex([[1]], [[2]]) as Tensor2D)).toThrow(
      /\[WASM_KERNEL_CASE\]$/,
    );
  });

  it('gives the same bits on any number of threads, eager and captured', async () => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      await useBackend(node({ threads }));
      const [a, b] = [matrix(1, 130, 70), matrix(2, 70, 90)];
      const image = tensor(seededValues(3, 2 * 17 * 17 * 5), [2, 17, 17, 5]) as Tensor4D;
      const filter = tensor(seededValues(4, 3 * 3 * 5 * 8), [3, 3, 5, 8]) as Tensor4D;
      const compute = (): [Float32Array, Float32Array] =>
        tidy(() => [
          relu(matMul(a, b)).dataSync() as Float32Array,
          conv2d(image, filter, 2, 'same').dataSync() as Float32Array,
        ]);
      const captured = jit((x: Tensor2D, y: Tensor2D) => sum(relu(matMul(x, y)), 0));
      results.push([...compute(), captured(a, b).dataSync()]);
      captured.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('runs a program whose parts are instructions, functions of wasm and registered kernels', async () => {
    await useBackend(node());
    const step = jit((x: Tensor2D, w: Tensor2D) => {
      const y = matMul<Tensor2D>(x, w);
      const normal = batchNorm2d(y, [0, 0, 0], [1, 1, 1], [0, 0, 0], [1, 1, 1], 0);
      return add(normal, y);
    });
    const [x, w] = [matrix(1, 4, 5), matrix(2, 5, 3)];
    const twice = tidy(() => mul(matMul(x, w), 2).dataSync());
    step(x, w).dispose();
    expect(step.report()).toMatch(/^ {2}BatchMatMul: native$/m);
    for (let run = 0; run < 3; run++) {
      const before = memory().numTensors;
      const y = step(x, w);
      expect(Array.from(y.dataSync())).toEqual(Array.from(twice, (value) => expect.closeTo(value, 5)));
      y.dispose();
      expect(memory().numTensors).toBe(before);
    }
    step.dispose();
  });
});

/** What tfjs's backend has, of which its type says nothing. */
interface Started {
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}
