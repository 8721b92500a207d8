/** The messages about safetensors files: one function a message, each with its code. */
import { describeValue, IoError, ValueError } from '@isograd/core';

const writeAgain = 'write the file again, or get it anew: it was cut off, changed on its way, or is of another format.';

export function badHeaderLength(where: string, received: string, expected: string): IoError {
  return new IoError({
    code: 'SAFETENSORS_HEADER',
    where,
    problem: 'the length of the header, its first 8 bytes, does not fit the file.',
    received,
    expected,
    fix: writeAgain,
  });
}

export function badHeaderText(where: string, cause: unknown): IoError {
  return new IoError({
    code: 'SAFETENSORS_HEADER',
    where,
    problem: 'the header is not the JSON of a safetensors file.',
    received: cause instanceof Error ? `"${cause.message}"` : describeValue(cause),
    expected: 'an object in UTF-8, with every name once',
    fix: writeAgain,
    cause,
  });
}

export function badMetadata(where: string, received: unknown): IoError {
  return new IoError({
    code: 'SAFETENSORS_METADATA',
    where,
    problem: 'the entry __metadata__ of the header holds text by name.',
    received: describeValue(received),
    expected: 'an object of strings',
    fix: writeAgain,
  });
}

export function tooManyTensors(where: string, received: number, most: number): IoError {
  return new IoError({
    code: 'SAFETENSORS_COUNT',
    where,
    problem: 'it names more tensors than a model has.',
    received: String(received),
    expected: `at most ${most}`,
    fix: 'divide the tensors into several files.',
  });
}

export function badEntry(where: string, received: unknown): IoError {
  return new IoError({
    code: 'SAFETENSORS_ENTRY',
    where,
    problem: 'its entry in the header is no description of a tensor.',
    received: describeValue(received),
    expected: 'an object with dtype, shape and data_offsets',
    fix: writeAgain,
  });
}

export function unknownStoredDType(where: string, received: unknown, known: readonly string[]): IoError {
  return new IoError({
    code: 'SAFETENSORS_DTYPE',
    where,
    problem: 'its dtype cannot be read.',
    received: describeValue(received),
    expected: `one of ${known.join(', ')}`,
    fix: 'convert the tensor with the program that wrote the file, to F32 for example.',
  });
}

export function badShape(where: string, received: unknown): IoError {
  return new IoError({
    code: 'SAFETENSORS_SHAPE',
    where,
    problem: 'its shape is no list of sizes.',
    received: shown(received),
    expected: 'integers of at least 0',
    fix: writeAgain,
  });
}

export function badOffsets(where: string, received: unknown, start?: number): IoError {
  return new IoError({
    code: 'SAFETENSORS_OFFSETS',
    where,
    problem: 'tensors must lie one behind the other in the file, without holes and overlaps.',
    received: shown(received),
    expected: start === undefined ? 'two integers of at least 0' : `a start at byte ${start} of the data`,
    fix: writeAgain,
  });
}

export function sizesDisagree(where: string, bytes: number, what: string, expected: number): IoError {
  return new IoError({
    code: 'SAFETENSORS_SIZE',
    where,
    problem: 'its bytes are not as many as dtype and shape say.',
    received: `${bytes} bytes`,
    expected: `${expected} for ${what.slice(0, 200)}`,
    fix: writeAgain,
  });
}

export function elementOutOfRange(where: string, position: number, stored: string, dtype: string): IoError {
  return new IoError({
    code: 'SAFETENSORS_RANGE',
    where,
    problem: `element ${position} cannot be held by ${dtype}, which ${stored} is read as.`,
    received: `${stored} out of range`,
    expected: dtype === 'bool' ? '0 or 1' : `numbers within the range of ${dtype}`,
    fix: 'write the tensor as a type that it fits, or split it.',
  });
}

export function unwritableTensor(where: string, name: string, problem: string, expected: string): ValueError {
  return new ValueError({
    code: 'SAFETENSORS_WRITE',
    where,
    problem,
    received: JSON.stringify(name),
    expected,
    fix: 'correct the tensor or its name.',
  });
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.slice(0, 8).map(describeValue).join(', ')}]` : describeValue(value);
}
