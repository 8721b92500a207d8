/** The messages about files of tfjs-layers: one function a message, each with its code. */
import { describeValue, IoError } from '@isograd/core';

const saveAgain = 'save the model again with tfjs-layers, or get its files anew: one was cut off or changed.';

export function notALayersModel(where: string, received: unknown): IoError {
  return new IoError({
    code: 'TFJS_FORMAT',
    where,
    problem: 'it does not describe a model of tfjs-layers.',
    received: received instanceof Error ? `"${received.message}"` : describeValue(received).slice(0, 500),
    expected: 'JSON with format "layers-model" and modelTopology',
    fix: 'load the model.json that tfjs-layers saved; a graph model holds no layers, and a server may send an error page.',
    ...(received instanceof Error ? { cause: received } : {}),
  });
}

export function badManifest(where: string, what: string, received: unknown, expected: string): IoError {
  return new IoError({
    code: 'TFJS_MANIFEST',
    where,
    problem: `its weightsManifest has ${what} that cannot be read.`,
    received: describeValue(received).slice(0, 500),
    expected,
    fix: saveAgain,
  });
}

export function manifestSize(where: string, received: number, expected: number): IoError {
  return new IoError({
    code: 'TFJS_SIZE',
    where,
    problem: 'its files of weights do not have the size that its weightsManifest says.',
    received: `${received} bytes`,
    expected: `${expected} bytes`,
    fix: saveAgain,
  });
}
