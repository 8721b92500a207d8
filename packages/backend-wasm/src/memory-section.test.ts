import { expect, it } from 'vitest';
import { withSharedMemory } from './memory-section.js';

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** A custom section of 200 bytes, whose size takes two bytes to write, and whose content looks like a memory section. */
const custom = [0x00, 0xc8, 0x01, 0x00, ...Array<number>(199).fill(0x05)];
/** Exports memory 0 as "m". */
const exported = [0x07, 0x05, 0x01, 0x01, 0x6d, 0x02, 0x00];

async function memoryOf(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Memory> {
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports['m'] as WebAssembly.Memory;
}

it('shares the memory of a module, and leaves the module that was given as it was', async () => {
  const module = new Uint8Array([...header, ...custom, 0x05, 0x04, 0x01, 0x01, 0x02, 0x03, ...exported]);
  const shared = withSharedMemory(module);
  expect((await memoryOf(module)).buffer).toBeInstanceOf(ArrayBuffer);
  const memory = await memoryOf(shared ?? module);
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(memory.buffer.byteLength).toBe(2 * 65536);
  memory.grow(1);
  expect(memory.buffer.byteLength).toBe(3 * 65536);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

it.each([
  ['no memory', []],
  ['a memory without a maximum', [0x05, 0x03, 0x01, 0x00, 0x02]],
  ['a memory that is shared already', [0x05, 0x04, 0x01, 0x03, 0x02, 0x03]],
])('knows no way with %s', (_, memory) => {
  expect(withSharedMemory(new Uint8Array([...header, ...custom, ...memory]))).toBeUndefined();
});
