/** CRC-32 as in gzip and PNG (reflected polynomial 0xEDB88320). */

/**
 * The checksum of `bytes`.
 *
 * @returns An unsigned 32-bit integer.
 * @see RFC 1952, section 8
 */
export function crc32(bytes: Uint8Array): number {
  const table = (remainders ??= remaindersOfBytes());
  let register = 0xffffffff;
  for (let index = 0; index < bytes.length; index++) {
    register = (register >>> 8) ^ (table[(register ^ (bytes[index] as number)) & 0xff] as number);
  }
  return ~register >>> 0;
}

let remainders: Int32Array | undefined;

/** What a byte leaves in the register: it takes the place of eight shifts. */
function remaindersOfBytes(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
    return register;
  });
}
