/** CRC-32 as in gzip and PNG (reflected polynomial 0xEDB88320). */

/**
 * The checksum of `bytes`.
 *
 * @returns An unsigned 32-bit integer.
 * @see RFC 1952, section 8
 */
export function crc32(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
  }
  return ~register >>> 0;
}
