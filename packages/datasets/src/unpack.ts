/** Reads data that a generated module holds as text. */
import { crc32 } from '@isograd/core';
import { checksumDiffers, notDecodable } from './messages.js';

/**
 * Decodes base64 of a zlib stream and compares the checksum.
 *
 * @param packed - The text.
 * @param expected - Name of the set, for messages, and the CRC-32 of its bytes.
 * @throws {IoError} DATASETS_DECODE or DATASETS_CHECKSUM
 */
export async function unpack(
  packed: string,
  expected: { readonly name: string; readonly crc32: number },
): Promise<Uint8Array> {
  const bytes = await inflate(packed).catch((cause: unknown) => {
    throw notDecodable(expected.name, cause);
  });
  const checksum = crc32(bytes);
  if (checksum !== expected.crc32) throw checksumDiffers(expected.name, checksum, expected.crc32);
  return bytes;
}

async function inflate(packed: string): Promise<Uint8Array> {
  const compressed = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
