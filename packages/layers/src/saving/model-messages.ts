/** The messages about files of a model: one function a message, each with its code. */
import { describeTensor, describeValue, IoError, type PartialShape } from '@isograd/core';

const saveAgain = 'save the model again, or get the file anew: it was cut off or changed.';

export function notAModel(where: string, received: unknown): IoError {
  return new IoError({
    code: 'MODEL_FORMAT',
    where,
    problem: 'its config.json is not that of a model of this library.',
    received: received instanceof Error ? `"${received.message}"` : describeValue(received),
    expected: 'JSON with format "isograd-model"',
    fix: 'load what model.save wrote; a server may have sent a page about an error instead.',
    ...(received instanceof Error ? { cause: received } : {}),
  });
}

export function wrongVersion(where: string, received: unknown, expected: number): IoError {
  return new IoError({
    code: 'MODEL_VERSION',
    where,
    problem: 'it was written in a version of the format that this library does not read.',
    received: `version ${describeValue(received)}`,
    expected: `version ${expected}`,
    fix: 'update @isograd/layers.',
  });
}

export function badModelConfig(where: string, key: string, received: unknown, expected: string): IoError {
  return new IoError({
    code: 'MODEL_CONFIG',
    where,
    problem: `the entry "${key.slice(0, 100)}" of config.json is not what it must be.`,
    received: describeValue(received).slice(0, 500),
    expected,
    fix: saveAgain,
  });
}

export function fileMissing(where: string, name: string, present: readonly string[]): IoError {
  return new IoError({
    code: 'MODEL_FILE_MISSING',
    where,
    problem: `the file ${name} of the model is missing.`,
    received: present.length === 0 ? 'no files' : present.join(', '),
    expected: `also ${name}`,
    fix: 'put all files that model.save wrote in one place; choose all of them where a page asks for files.',
  });
}

export function checksumDiffers(where: string, name: string, received: string, expected: string): IoError {
  return new IoError({
    code: 'MODEL_CHECKSUM',
    where,
    problem: `the file ${name} is not the one that was saved with config.json.`,
    received: `CRC-32 ${received}`,
    expected,
    fix: saveAgain,
  });
}

export function weightsOnly(where: string): IoError {
  return new IoError({
    code: 'MODEL_WEIGHTS_ONLY',
    where,
    problem: 'it holds weights, and not the model that they belong to.',
    received: 'what saveWeights wrote',
    expected: 'what save wrote',
    fix: 'make the model as it was, and call its loadWeights.',
  });
}

export function notAModelClass(where: string, className: string): IoError {
  return new IoError({
    code: 'MODEL_CLASS',
    where,
    problem: 'what it describes is a layer that is no model.',
    received: className.slice(0, 100),
    expected: 'Sequential, Functional or a model of your own',
    fix: 'load what model.save wrote.',
  });
}

interface Described {
  readonly dtype: string;
  readonly shape: PartialShape;
}

export function weightMissing(where: string, path: string, expected: Described, present: readonly string[]): IoError {
  return new IoError({
    code: 'WEIGHT_MISSING',
    where,
    problem: `the file holds no value for "${path}".`,
    received: some(present),
    expected: `${path}: ${describeTensor(expected)}`,
    fix: 'load weights of the same architecture, with the same names of layers.',
  });
}

export function weightTotal(where: string, received: number, needed: number): IoError {
  return new IoError({
    code: 'WEIGHT_TOTAL',
    where,
    problem: 'the layers of config.json have more weights than the file holds.',
    received: `${received} elements`,
    expected: `${needed} or more`,
    fix: saveAgain,
  });
}

export function weightExtra(where: string, path: string, received: Described, known: readonly string[]): IoError {
  return new IoError({
    code: 'WEIGHT_EXTRA',
    where,
    problem: `the file holds a value for "${path}", which does not exist here.`,
    received: `${path}: ${describeTensor(received)}`,
    expected: some(known),
    fix: 'load weights of the same architecture, with the same names of layers.',
  });
}

export function weightMismatch(where: string, path: string, received: Described, expected: Described): IoError {
  return new IoError({
    code: 'WEIGHT_SHAPE',
    where,
    problem: `the value for "${path}" has another shape or dtype.`,
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'build the model as it was when it was saved: units, filters, inputShape.',
  });
}

/** The first few of many names. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => name.slice(0, 100));
  return `${shown.join(', ') || 'no names'}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;
}
