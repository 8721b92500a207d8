/**
 * Makes tfjs's memory a shared one. Its binary for a single thread declares its memory itself, with the largest
 * maximum there is; one bit of that declaration says whether it is shared, and nothing else in it depends on it.
 *
 * @see https://webassembly.github.io/threads/core/binary/types.html#limits
 */
import { magicAndVersion, section } from './assembler/module-builder.js';

/** Pages of a full 32-bit memory; what tfjs declares as its maximum. */
export const allPages = 65536;

const limits = { hasMaximum: 1, isShared: 2 } as const;

/**
 * A copy of a module whose own memory is shared.
 *
 * @returns undefined when the module has no memory with a maximum of its own: it is not tfjs's binary.
 */
export function withSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  let at = magicAndVersion.length;
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < module.length) {
    const id = module[at++];
    const sizeBytes = unsigned();
    if (id === section.memory) {
      if (unsigned() !== 1 || module[at] !== limits.hasMaximum) return undefined;
      const copy = new Uint8Array(module);
      copy[at] = limits.hasMaximum | limits.isShared;
      return copy;
    }
    at += sizeBytes;
  }
  return undefined;
}
