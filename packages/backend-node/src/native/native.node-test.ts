/** The boundary of the addon: what is wrong throws and computes nothing, and each environment has its own state. */
import { execFileSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { BackendError, StateError, ValueError } from '@isograd/core';
import { seededValues } from '@isograd/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeAbsence, nativeMemory } from '../testing/native-memory.js';
import type { Place } from './instructions/instruction.js';
import { type MatrixProduct, matrixProductWords } from './instructions/matrix-product.js';
import { addonFile, loadAddon } from './load-addon.js';
import { openNative } from './native.js';

const page = 2 ** 16;

/** A product [2, 3] · [3, 4]. */
function words(change: Partial<MatrixProduct> = {}): Int32Array {
  const places: Record<'a' | 'b' | 'out', Place> = { a: { address: 64 }, b: { address: 128 }, out: { address: 256 } };
  const sizes = { batches: 1, m: 2, n: 4, k: 3, isAShared: false, isBShared: false };
  const forms = { transposeA: false, transposeB: false };
  return Int32Array.from(matrixProductWords({ ...sizes, ...forms, ...places, ...change }));
}

/** Calls `compute` and returns what it throws. */
function thrownBy(compute: () => void): unknown {
  try {
    compute();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.skipIf(nativeAbsence !== undefined)(`the boundary of the addon ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory(2, 8) : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  const changed = (at: number, value: number): Int32Array => words().with(at, value);
  const wrong: Record<string, [list: Int32Array, kind: string]> = {
    'an unknown opcode': [changed(0, 99), 'opcode'],
    'a list that ends inside of an instruction': [words().slice(0, -1), 'length'],
    'too many words': [Int32Array.from([...words(), 0]).with(1, words().length + 1), 'length'],
    'a length below that of the header': [changed(1, 1), 'length'],
    'a negative size': [changed(3, -2), 'argument'],
    'a flag that is neither': [changed(8, 2), 'argument'],
    'an unknown activation': [changed(12, 9), 'argument'],
    'sizes beyond any memory': [words({ m: 2 ** 31 - 1, n: 2 ** 31 - 1 }), 'overflow'],
    'a tensor beyond the memory': [words({ a: { address: 2 * page - 8 } }), 'range'],
    'an address in the last bytes of 4 GiB': [words({ a: { address: 2 ** 32 - 4 } }), 'range'],
    'an odd address': [words({ b: { address: 129 } }), 'alignment'],
    'a result upon an operand': [words({ out: { address: 128 + 44 } }), 'overlap'],
    'a slot in a list that is run at once': [words({ a: { slot: 0 } }), 'slot'],
    'a missing operand': [changed(14, -2), 'argument'],
  };
  for (const [name, [list, kind]] of Object.entries(wrong)) {
    test(`${name} throws NATIVE_LIST and computes nothing`, () => {
      const before = new Float32Array(place.memory.buffer).fill(7).slice();
      const error = thrownBy(() => place.native.run(Int32Array.from([...words(), ...list])));
      expect(error).toBeInstanceOf(ValueError);
      expect(error).toMatchObject({ code: 'NATIVE_LIST', problem: expect.stringContaining(`(${kind})`) });
      expect(new Float32Array(place.memory.buffer)).toEqual(before);
    });
  }

  test('a compiled list gets the addresses of its slots with each run', () => {
    const [a, b, bias] = [[1, 2, 3, 4, 5, 6], seededValues(1, 12), seededValues(2, 4)];
    const out = place.reserve(8);
    const { native } = place;
    const program = native.compile(words({ a: { slot: 1, offset: 8 }, b: { slot: 0 }, out: { address: out } }));
    const plain = place.reserve(8);
    const [aAt, bAt] = [place.put([0, 0, ...a]), place.put(b)];
    native.run(words({ a: { address: aAt + 8 }, b: { address: bAt }, out: { address: plain } }));
    program.execute(Uint32Array.of(bAt, aAt));
    expect(place.read(out, 8)).toEqual(place.read(plain, 8));
    const problem = thrownBy(() => program.execute(Uint32Array.of(bAt)));
    expect(problem).toMatchObject({ code: 'NATIVE_LIST', problem: expect.stringContaining('(slot)') });
    expect(thrownBy(() => program.execute(Uint32Array.of(bAt, 2 ** 32 - 4)))).toBeInstanceOf(ValueError);
    program.release();
    program.release();
    expect(thrownBy(() => program.execute(Uint32Array.of(bAt, aAt)))).toBeInstanceOf(StateError);
    expect(bias.length).toBe(4);
    place.clear();
  });

  test('a memory that has grown is seen to be larger', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
    const native = openNative(loadAddon(), memory);
    const list = words({ out: { address: page + 256 } });
    expect(thrownBy(() => native.run(list))).toMatchObject({ problem: expect.stringContaining('(range)') });
    memory.grow(1);
    new Float32Array(memory.buffer).fill(2);
    native.run(list);
    expect([...new Float32Array(memory.buffer, page + 256, 8)]).toEqual(Array.from({ length: 8 }, () => 12));
  });

  test('two memories keep apart', () => {
    const memories = [1, 2].map((value) => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      new Float32Array(memory.buffer).fill(value);
      return { memory, native: openNative(loadAddon(), memory) };
    });
    for (const { native } of memories) native.run(words());
    const results = memories.map(({ memory }) => new Float32Array(memory.buffer, 256, 1)[0]);
    expect(results).toEqual([3, 12]);
  });

  test('a memory that is not shared is refused', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    expect(thrownBy(() => openNative(loadAddon(), memory))).toMatchObject({ code: 'NATIVE_MEMORY' });
    expect(() => loadAddon().attach(new Uint8Array(memory.buffer))).toThrow('shared');
    expect(thrownBy(() => openNative(loadAddon(), memory))).toBeInstanceOf(BackendError);
  });

  test('numbers of threads and names of instruction sets are checked', () => {
    for (const threads of [0, -1, 1.5, 1025, Number.NaN]) {
      expect(thrownBy(() => place.native.setThreads(threads))).toMatchObject({ code: 'NATIVE_THREADS' });
    }
    expect(thrownBy(() => place.native.setInstructionSet('mmx' as 'sse2'))).toMatchObject({
      code: 'NATIVE_INSTRUCTIONS',
    });
    place.native.setThreads(3);
    expect(place.native.features().threads).toBe(3);
  });

  test('arguments of other types throw TypeError', () => {
    const addon = loadAddon() as unknown as Record<string, (...values: unknown[]) => unknown>;
    for (const value of [undefined, null, 1, 'x', {}, [], new Float64Array(4), new ArrayBuffer(8)]) {
      for (const name of ['attach', 'run', 'compile', 'setThreads', 'setInstructionSet']) {
        if (name === 'setThreads' && value === 1) continue;
        expect(() => addon[name]?.(value), `${name}(${String(value)})`).toThrow(TypeError);
      }
      expect(() => addon['execute']?.(value, new Uint32Array(1))).toThrow(TypeError);
      expect(() => addon['execute']?.(1, value)).toThrow(TypeError);
      expect(addon['release']?.(value)).toBe(false);
    }
  });

  test('random and mutated lists compute or are refused, in a process of their own', () => {
    const script = fileURLToPath(new URL('../../scripts/fuzz-lists.mjs', import.meta.url));
    const output = execFileSync(process.execPath, [script, addonFile(), '4000', '11'], { encoding: 'utf8' });
    const counts = JSON.parse(output) as { computed: number; refused: number };
    expect(counts.computed).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(500);
  });

  test('eight workers compute at once, each with threads of its own, and what the main thread computes', async () => {
    const [m, n, k] = [90, 120, 200];
    const sizes = {
      m,
      n,
      k,
      a: { address: 0 },
      b: { address: 4 * m * k },
      out: { address: 4 * (m * k + k * n) },
    };
    const list = words(sizes);
    const script = `
      const { parentPort, workerData: { file, list, seed, size, out, count } } = require('node:worker_threads');
      const addon = require(file);
      const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true });
      addon.attach(new Uint8Array(memory.buffer));
      addon.setThreads(1 + (seed % 3));
      const values = new Float32Array(memory.buffer);
      for (let round = 0; round < 20; round++) {
        for (let index = 0; index < size; index++) values[index] = ((index * 7 + seed) % 31) / 31;
        if (addon.run(list) !== undefined) throw new Error('refused');
      }
      parentPort.postMessage(values.slice(out, out + count));`;
    const size = m * k + k * n;
    const runs = Array.from({ length: 8 }, (_, seed) => {
      const workerData = { file: addonFile(), list, seed, size, out: size, count: m * n };
      const worker = new Worker(script, { eval: true, workerData });
      return new Promise<Float32Array>((resolve, reject) => {
        worker.on('message', resolve);
        worker.on('error', reject);
      });
    });
    const results = await Promise.all(runs);
    const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true });
    const native = openNative(loadAddon(), memory);
    native.setInstructionSet(native.features().instructionSets.at(-1) ?? 'sse2');
    results.forEach((result, seed) => {
      const values = new Float32Array(memory.buffer);
      for (let index = 0; index < size; index++) values[index] = ((index * 7 + seed) % 31) / 31;
      native.run(list);
      expect(result).toEqual(values.slice(size, size + m * n));
    });
  });
});
