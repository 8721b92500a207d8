/** Native kernels on a memory of their own, with tensors that tests put there. */
import { inject } from 'vitest';
import { loadAddon } from '../native/load-addon.js';
import { type Native, openNative } from '../native/native.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why there is no binary; empty when there is one. */
    nativeAbsence: string;
  }
}

/** Why native tests cannot run here, or undefined. */
export const nativeAbsence: string | undefined = inject('nativeAbsence') || undefined;

/** Bytes around each tensor that must stay as they are. */
const guardBytes = 64;
const guardByte = 0xa5;

/** A memory in which tensors lie one after the other, with guards between them. */
export interface NativeMemory {
  readonly native: Native;
  readonly memory: WebAssembly.Memory;
  /** Puts a tensor there; its address. */
  put(values: ArrayLike<number>): number;
  /** Puts the bytes of another typed array there; its address. */
  putBytes(data: ArrayBufferView): number;
  /** Room for a tensor that holds NaN so far. */
  reserve(size: number): number;
  read(address: number, size: number): Float32Array;
  /** Throws when something was written beside the tensors; then forgets them. */
  clear(): void;
}

/** A memory of so many pages of 64 KiB. */
export function nativeMemory(pages = 256, maximumPages = 4096): NativeMemory {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: maximumPages, shared: true });
  const native = openNative(loadAddon(), memory);
  const guards: number[] = [];
  let next = 0;
  const guard = (): void => {
    guards.push(next);
    new Uint8Array(memory.buffer, next, guardBytes).fill(guardByte);
    next += guardBytes;
  };
  const reserve = (size: number): number => {
    if (next === 0) guard();
    const address = next;
    next += 4 * size;
    if (next + guardBytes > memory.buffer.byteLength) throw new Error('the memory of the test is too small');
    new Float32Array(memory.buffer, address, size).fill(Number.NaN);
    guard();
    return address;
  };
  const read = (address: number, size: number): Float32Array => new Float32Array(memory.buffer, address, size).slice();
  return {
    native,
    memory,
    reserve,
    read,
    put: (values) => {
      const address = reserve(values.length);
      new Float32Array(memory.buffer, address, values.length).set(values);
      return address;
    },
    putBytes: (data) => {
      const address = reserve(Math.ceil(data.byteLength / 4));
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      new Uint8Array(memory.buffer, address, data.byteLength).set(bytes);
      return address;
    },
    clear: () => {
      for (const at of guards) {
        const bytes = new Uint8Array(memory.buffer, at, guardBytes);
        if (!bytes.every((byte) => byte === guardByte)) throw new Error(`written beside a tensor, near byte ${at}`);
      }
      guards.length = 0;
      next = 0;
    },
  };
}
