/** Native kernels on the memory of the wasm backend itself: tensors of tfjs are read and written where they lie. */
import { useBackend } from '@isograd/core';
import { wasm } from '@isograd/backend-wasm';
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { abs, engine, matMul, memory, ones, slice, tensor, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { nativeAbsence } from '../testing/native-memory.js';
import { matrixProductWords } from './instructions/matrix-product.js';
import { loadAddon } from './load-addon.js';
import { openNative } from './native.js';

/** What tfjs's backend has, of which its type says nothing. */
interface Started {
  readonly wasm: { readonly wasmMemory?: WebAssembly.Memory; readonly asm: { readonly memory?: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

const started = (): Started => engine().backend as unknown as Started;
const address = ({ dataId }: Tensor): number => started().dataIdMap.get(dataId).memoryOffset >>> 0;

function memoryOfWasm(): WebAssembly.Memory {
  const { wasmMemory, asm } = started().wasm;
  const found = wasmMemory ?? asm.memory;
  if (found === undefined) throw new Error('the backend has no memory');
  return found;
}

describe.skipIf(nativeAbsence !== undefined)(`the memory of wasm ${nativeAbsence ?? ''}`, () => {
  beforeAll(() => useBackend(wasm({ threads: 2 })));

  const [m, n, k] = [70, 90, 110];
  const sizes = { batches: 1, m, n, k, isAShared: false, isBShared: false, transposeA: false, transposeB: false };

  test('a native product of tensors is that of wasm within rounding, in place', () => {
    const native = openNative(loadAddon(), memoryOfWasm());
    const before = memory().numTensors;
    tidy(() => {
      const [a, b] = [tensor(seededValues(1, m * k), [m, k]), tensor(seededValues(2, k * n), [k, n])];
      const out = zeros([m, n]);
      const places = { a: { address: address(a) }, b: { address: address(b) }, out: { address: address(out) } };
      native.run(Int32Array.from(matrixProductWords({ ...sizes, ...places })));
      const magnitudes = matMul(abs(a), abs(b)).dataSync();
      const bounds = Float64Array.from(magnitudes, (sum) => 2 * sum); // both are rounded
      expectWithinRounding(out.dataSync(), matMul(a, b).dataSync(), bounds, k);
    });
    expect(memory().numTensors).toBe(before);
  });

  test('tensors beyond the memory that was there at first are reached when it has grown', () => {
    const grown = memoryOfWasm();
    const native = openNative(loadAddon(), grown);
    const bytes = grown.buffer.byteLength;
    const large = zeros([bytes / 4]);
    expect(grown.buffer.byteLength).toBeGreaterThan(bytes);
    const [a, b, out] = [ones([m, k]), ones([k, n]), zeros([m, n])];
    const inLarge = { address: address(large) + bytes - 4 * m * n };
    native.run(
      Int32Array.from(
        matrixProductWords({ ...sizes, a: { address: address(a) }, b: { address: address(b) }, out: inLarge }),
      ),
    );
    expect(slice(large, [bytes / 4 - m * n]).dataSync()).toEqual(new Float32Array(m * n).fill(k));
    for (const each of [large, a, b, out]) each.dispose();
  });
});
