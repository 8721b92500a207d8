/** Switches the backend with one line, and never in silence. */
import { engine, getBackend as activeTfjsName, setBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.js';
import type { Capabilities } from './capabilities.js';
import { BackendError } from './errors.js';
import { installGradients } from './gradients/gradient-table.js';
import { backendDidNotStart, backendNotActive, notABackend, noActiveBackend } from './messages.js';

/** The backend in use and what it can do. */
export interface ActiveBackend {
  readonly name: string;
  /** The value that was given to `useBackend`. */
  readonly backend: Backend;
  readonly capabilities: Capabilities;
}

let active: ActiveBackend | undefined;
let switching: Promise<unknown> = Promise.resolve();

/**
 * Loads `backend` and makes it the one that all following ops run on.
 *
 * On failure the backend that was active before stays active. Calls made while another is under way wait
 * for it.
 *
 * @param backend - A value such as `wasm()`; never a name.
 * @returns What is now active.
 * @throws {BackendError} BACKEND_VALUE, BACKEND_START or BACKEND_NOT_ACTIVE.
 * @example
 * import { useBackend } from '@isograd/core';
 * import { cpu } from '@isograd/backend-cpu';
 * await useBackend(cpu());
 */
export function useBackend(backend: Backend): Promise<ActiveBackend> {
  const next = switching.then(() => activate(backend));
  switching = next.catch(() => undefined);
  return next;
}

/**
 * The backend in use.
 *
 * @throws {BackendError} BACKEND_NONE before the first `useBackend`, BACKEND_NOT_ACTIVE when another library
 * switched tfjs to a different backend behind our back.
 */
export function getActiveBackend(): ActiveBackend {
  if (active === undefined) throw noActiveBackend();
  const actual = activeTfjsName();
  if (actual !== active.name) throw backendNotActive(active.name, actual);
  return active;
}

async function activate(backend: Backend): Promise<ActiveBackend> {
  if (!isBackend(backend)) throw notABackend(backend);
  const previous = engine().backendName;
  try {
    const capabilities = await backend.load();
    await setBackend(backend.name);
    if (activeTfjsName() !== backend.name) throw backendNotActive(backend.name, activeTfjsName());
    installGradients();
    active = { name: backend.name, backend, capabilities };
    return active;
  } catch (cause) {
    if (previous && engine().backendName !== previous) await setBackend(previous);
    if (cause instanceof BackendError) throw cause;
    throw backendDidNotStart(backend.name, cause);
  }
}

function isBackend(value: unknown): value is Backend {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'load' in value &&
    typeof value.load === 'function'
  );
}
