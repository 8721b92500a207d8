/** The catalogue of the datasets package's error messages: one function a message, each with its code. */
import { describeValue, IoError } from '@isograd/core';

const reinstall =
  'reinstall @isograd/datasets; if the file went through a tool that rewrites text, leave it out there.';

export function checksumDiffers(name: string, received: number, expected: number): IoError {
  return new IoError({
    code: 'DATASETS_CHECKSUM',
    where: `data set "${name}"`,
    problem: 'the data are not what was published.',
    received: `CRC-32 ${hex(received)}`,
    expected: hex(expected),
    fix: reinstall,
  });
}

export function notDecodable(name: string, cause: unknown): IoError {
  return new IoError({
    code: 'DATASETS_DECODE',
    where: `data set "${name}"`,
    problem: 'the data cannot be decoded.',
    received: cause instanceof Error ? `${cause.name} "${cause.message}"` : describeValue(cause),
    expected: 'base64 of a zlib stream, on a runtime with atob and DecompressionStream',
    fix: reinstall,
    cause,
  });
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
