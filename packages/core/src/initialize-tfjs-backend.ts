/** Starts a tfjs backend so that a failure is an error with its reason, not a warning and a fallback. */
import { engine, findBackendFactory, type KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { backendDidNotStart, backendNotRegistered } from './messages.js';

/**
 * Initializes the tfjs backend `name`, which its package has registered, without making it active. For the
 * authors of backends.
 *
 * tfjs swallows the reason when a backend cannot start: so the factory is called here, and what it made is
 * registered in its place.
 *
 * @param name - A tfjs backend name.
 * @param priority - tfjs's order among several backends; isograd never relies on it.
 * @returns The started tfjs backend.
 * @throws {BackendError} BACKEND_NOT_REGISTERED or BACKEND_START.
 */
export async function initializeTfjsBackend(name: string, priority = 1): Promise<KernelBackend> {
  const running = engine().registry[name];
  if (running !== undefined) return running;
  const factory = findBackendFactory(name);
  if (factory === undefined || factory === null) throw backendNotRegistered(name);
  let backend: KernelBackend;
  try {
    backend = await factory();
  } catch (cause) {
    throw backendDidNotStart(name, cause);
  }
  // The instance that is here now, once; after a reset of the engine, which disposes it, a new one.
  let started: KernelBackend | undefined = backend;
  removeBackend(name);
  registerBackend(
    name,
    () => {
      const ready = started ?? factory();
      started = undefined;
      return ready;
    },
    priority,
  );
  return backend;
}
