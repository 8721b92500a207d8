/** Runs one suite on every backend of this runtime, each test with the proof that it ran there. */
import { type Backend, getActiveBackend, useBackend } from '@isograd/core';
import { env, memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { isOwnBackend, platformBackends } from '#platform';

/** Backends that make programs of captured functions; the others replay their kernels. */
export const compilingBackends: readonly string[] = ['wasm', 'node'];

/**
 * Declares the tests of `body` once for each backend: cpu, wasm and node in Node; cpu, wasm and webgl in a browser.
 * Each test asserts that its backend is active before and after, and that it leaves no tensor behind.
 *
 * @param name - Name of the suite.
 * @param body - Declares the tests; receives the backend's name.
 */
export function describeBackends(name: string, body: (backendName: string) => void): void {
  declare(platformBackends(), name, body);
}

/**
 * The same for suites that take minutes: a backend that both Node and browsers have is tested in Node only, where its
 * kernels are the same.
 */
export function describeBackendsOnce(name: string, body: (backendName: string) => void): void {
  declare(
    platformBackends().filter((backend) => isOwnBackend(backend.name)),
    name,
    body,
  );
}

function declare(backends: readonly Backend[], name: string, body: (backendName: string) => void): void {
  for (const backend of backends) {
    describe(`${name} on ${backend.name}`, () => {
      let tensors = 0;
      beforeAll(async () => {
        await useBackend(backend);
        // tfjs computes tensors of fewer than 128 elements outside of the shaders, which are what is tested.
        if (backend.name === 'webgl') env().set('WEBGL_CPU_FORWARD', false);
      });
      beforeEach(() => {
        expect(getActiveBackend().name).toBe(backend.name);
        tensors = memory().numTensors;
      });
      afterEach(() => {
        expect(getActiveBackend().name).toBe(backend.name);
        expect(memory().numTensors - tensors, 'tensors left behind').toBe(0);
      });
      body(backend.name);
    });
  }
}
