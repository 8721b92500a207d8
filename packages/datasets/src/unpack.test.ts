import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.js';

describe('unpack', () => {
  // zlib and CRC-32 of "isograd", from Python's zlib.
  const packed = 'eNrLLM5PL0pMAQAL2wLq';
  const crc32 = 0xd22bc598;

  it('decodes', async () => {
    expect(new TextDecoder().decode(await unpack(packed, { name: 'test', crc32 }))).toBe('isograd');
  });

  it('refuses another checksum', async () => {
    await expect(unpack(packed, { name: 'test', crc32: crc32 - 1 })).rejects.toMatchObject({
      name: 'IoError',
      code: 'DATASETS_CHECKSUM',
      where: 'data set "test"',
    });
  });

  it.each([
    ['cut short', packed.slice(0, 8)],
    ['no base64', `%${packed.slice(1)}`],
    ['no zlib', btoa('isograd')],
    ['empty', ''],
  ])('refuses text that is %s', async (_, text) => {
    await expect(unpack(text, { name: 'test', crc32 })).rejects.toMatchObject({ code: 'DATASETS_DECODE' });
  });
});
