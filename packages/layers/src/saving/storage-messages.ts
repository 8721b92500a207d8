/** The messages about places where models are kept: one function a message, each with its code. */
import { describeValue, IoError, type IsogradError, UnsupportedError } from '@isograd/core';

export function modelNotFound(where: string, received: string): IoError {
  return new IoError({
    code: 'MODEL_NOT_FOUND',
    where,
    problem: 'there is no model here.',
    received,
    expected: 'what model.save wrote',
    fix: 'check the path, and from where a relative one starts; a model is a folder with config.json, or a .zip.',
  });
}

function storageDenied(where: string, action: string, cause: unknown): IoError {
  return new IoError({
    code: 'STORAGE_PERMISSION',
    where,
    problem: `this program may not ${action} it.`,
    received: reasonOf(cause),
    expected: 'permission',
    fix: 'choose a place that belongs to you, or change its owner or mode.',
    cause,
  });
}

function storageFull(where: string, cause: unknown): IoError {
  return new IoError({
    code: 'STORAGE_FULL',
    where,
    problem: 'there is no space left; what was here before is unchanged.',
    received: reasonOf(cause),
    expected: 'room for the new model beside the old one',
    fix: 'free some space, or save elsewhere.',
    cause,
  });
}

export function storageFailed(where: string, action: string, cause: unknown): IoError {
  return new IoError({
    code: 'STORAGE_FAILED',
    where,
    problem: `this program could not ${action} it.`,
    received: reasonOf(cause),
    expected: `to ${action} it`,
    fix: 'read the reason.',
    cause,
  });
}

export function storageOccupied(where: string): IoError {
  return new IoError({
    code: 'STORAGE_OCCUPIED',
    where,
    problem: 'saving here would replace a config.json that belongs to no model.',
    received: 'a config.json of another program',
    expected: 'a new or empty folder, or one with a model',
    fix: "save into a folder of the model's own, or delete that file.",
  });
}

export function storageTooLarge(where: string, received: string, mostBytes: number): IoError {
  return new IoError({
    code: 'STORAGE_TOO_LARGE',
    where,
    problem: 'it is larger than what is read into memory.',
    received,
    expected: `at most ${mostBytes} bytes`,
    fix: 'check that this is the right file; raise maxBytes if there is such an option.',
  });
}

export function badArchive(where: string, received: string, cause?: unknown): IoError {
  return new IoError({
    code: 'MODEL_ARCHIVE',
    where,
    problem: 'it is no archive of a model.',
    received,
    expected: 'a .zip that model.save wrote',
    fix: 'save the model again; unpack an archive that another program made, and load the folder.',
    cause,
  });
}

export function httpFailed(where: string, status: string): IoError {
  return new IoError({
    code: 'STORAGE_FAILED',
    where,
    problem: 'the server did not send it.',
    received: status,
    expected: 'HTTP 200',
    fix: 'open the address in a browser, and check what the server says.',
  });
}

export function cannotWrite(where: string, received: string): UnsupportedError {
  return new UnsupportedError({
    code: 'STORAGE_READ_ONLY',
    where,
    problem: 'a model cannot be saved here.',
    received,
    expected: 'a place that can be written',
    fix: "save to a path in Node; in a browser to 'downloads://name', 'opfs://name' or 'indexeddb://name'.",
  });
}

export function cannotRead(where: string, received: string, fix: string): UnsupportedError {
  return new UnsupportedError({
    code: 'STORAGE_WRITE_ONLY',
    where,
    problem: 'a model cannot be loaded from here.',
    received,
    expected: 'a place that can be read',
    fix,
  });
}

export function unknownStorage(received: unknown, known: string): UnsupportedError {
  return new UnsupportedError({
    code: 'STORAGE_SCHEME',
    where: 'model storage',
    problem: 'this runtime keeps no models under such a name.',
    received: describeValue(received),
    expected: known,
    fix: 'use one of these, or pass an object with write and read.',
  });
}

export function noTextFiles(path: string): UnsupportedError {
  return new UnsupportedError({
    code: 'FILE_ABSENT',
    where: path,
    problem: 'a page has no files to write to.',
    received: 'a path in a browser',
    expected: 'a function that takes the text',
    fix: 'pass a function instead of the path.',
  });
}

/** The error for what a runtime threw while it read or wrote: Node says why by `code`, a browser by `name`. */
export function storageError(where: string, action: string, cause: unknown): IsogradError {
  const { code, name } = (typeof cause === 'object' && cause !== null ? cause : {}) as Record<string, unknown>;
  const is = (...reasons: readonly string[]): boolean =>
    reasons.includes(String(code)) || reasons.includes(String(name));
  if (is('EACCES', 'EPERM', 'EROFS', 'NotAllowedError', 'SecurityError')) return storageDenied(where, action, cause);
  if (is('ENOSPC', 'EDQUOT', 'QuotaExceededError')) return storageFull(where, cause);
  return storageFailed(where, action, cause);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `"${cause.message}"` : describeValue(cause);
}
