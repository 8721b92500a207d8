/**
 * A backend is a value that knows how to make one runtime compute.
 *
 * Backends come as factories (`wasm()`, `cpu()`, `webgl()`), so that their options are part of the value and
 * importing a backend's package does nothing. `useBackend(backend)` loads it and makes it the one that every
 * following op runs on; tensors and variables that live elsewhere follow at their next use, with their
 * values. A third party writes a backend the same way: it registers kernels under a tfjs backend name,
 * among them `RandomBits` (random/random-bits.ts), and says truthfully what it can do.
 */
import type { Capabilities } from './capabilities.js';

/** One runtime that can compute: what `useBackend` takes. */
export interface Backend {
  /** Name under which it is registered with tfjs: `cpu`, `wasm`, `webgl`. */
  readonly name: string;

  /**
   * Loads code, registers kernels and reports what is there. Safe to call again.
   *
   * @throws {BackendError} with the reason when the runtime lacks what it needs; nothing is then registered
   * as active.
   */
  load(): Promise<Capabilities>;
}
