import { backendsToTest, describeBackends } from '@isograd/testing';
import {
  add,
  engine,
  type GradConfig,
  getBackend,
  getGradient,
  grad,
  memory,
  mul,
  registerGradient,
  registerKernel,
  scalar,
  setBackend,
  type Tensor,
  Tanh,
  tensor1d,
  tidy,
  unregisterGradient,
  unregisterKernel,
  variable,
} from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import type { Capabilities } from './capabilities.js';
import { type Backend, BackendError, getActiveBackend, gradientTable, setLogger, useBackend } from './index.js';

const failureOf = (promise: Promise<unknown>): Promise<BackendError> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error as BackendError,
  );

let wasWarned = false;

/** The active backend as a value that loads again at once. */
function reloaded(load?: () => Promise<Capabilities>): Backend {
  const { name, capabilities } = getActiveBackend();
  return { name, load: load ?? (() => Promise.resolve(capabilities)) };
}

describe('getActiveBackend', () => {
  it('says that none is in use, and how to choose one', () => {
    expect(() => getActiveBackend()).toThrow(
      /^getActiveBackend: no backend is in use yet\.\n.*\n.*useBackend.*\[BACKEND_NONE\]$/,
    );
  });
});

describeBackends('useBackend', (backendName) => {
  it('computes on the active backend', async () => {
    const x = tensor1d([1, 2, 3]);
    const one = scalar(1);
    const y = add(x, one);
    expect(Array.from(await y.data())).toEqual([2, 3, 4]);
    expect(getBackend()).toBe(backendName);
    for (const t of [x, one, y]) t.dispose();
  });

  it('tells what is active', async () => {
    const active = await useBackend(reloaded());
    expect(active).toBe(getActiveBackend());
    expect(active.capabilities.dtypes).toEqual(['float32', 'int32', 'bool']);
    const { native, borrowed } = active.capabilities.kernels;
    expect([...native, ...borrowed.map(({ kernel }) => kernel)]).toContain('RandomBits');
  });

  it.each([['wasm'], [undefined], [null], [{}], [{ name: 'x' }], [{ load: () => undefined }], [() => undefined]])(
    'refuses %o, which is no backend',
    async (value) => {
      const failure = await failureOf(useBackend(value as unknown as Backend));
      expect(failure).toBeInstanceOf(BackendError);
      expect(failure.code).toBe('BACKEND_VALUE');
      expect(getActiveBackend().name).toBe(backendName);
    },
  );

  it('keeps the old backend when the new one does not load, with the reason', async () => {
    const cause = new Error('no such instruction');
    const failure = await failureOf(useBackend({ name: 'broken', load: () => Promise.reject(cause) }));
    expect(failure).toBeInstanceOf(BackendError);
    expect(failure.code).toBe('BACKEND_START');
    expect(failure.where).toBe('backend "broken"');
    expect(failure.received).toBe('"no such instruction"');
    expect(failure.cause).toBe(cause);
    expect(getActiveBackend().name).toBe(backendName);
    expect(getBackend()).toBe(backendName);
  });

  it('keeps the old backend when load throws instead of rejecting', async () => {
    const load = (): never => {
      throw new Error('at once');
    };
    expect((await failureOf(useBackend({ name: 'broken', load }))).received).toBe('"at once"');
    expect(getActiveBackend().name).toBe(backendName);
  });

  it('keeps the old backend when the new one is not registered with tfjs', async () => {
    const { capabilities } = getActiveBackend();
    const failure = await failureOf(useBackend({ name: 'unheard-of', load: () => Promise.resolve(capabilities) }));
    expect(failure).toBeInstanceOf(BackendError);
    expect(getActiveBackend().name).toBe(backendName);
    expect(getBackend()).toBe(backendName);
  });

  it('passes on the BackendError of a backend as it is', async () => {
    const own = new BackendError({ code: 'OWN', where: 'w', problem: 'p', received: 'r', expected: 'e', fix: 'f' });
    expect(await failureOf(useBackend({ name: 'broken', load: () => Promise.reject(own) }))).toBe(own);
  });

  it('takes concurrent calls one after the other, and a failure holds up none', async () => {
    const order: string[] = [];
    const { capabilities } = getActiveBackend();
    const slow = reloaded(async () => {
      order.push('slow starts');
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('slow ends');
      return capabilities;
    });
    const failing: Backend = { name: 'broken', load: () => Promise.reject(new Error('no')) };
    const fast = reloaded(() => {
      order.push('fast');
      return Promise.resolve(capabilities);
    });
    const results = await Promise.allSettled([useBackend(slow), useBackend(failing), useBackend(fast)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toEqual(['slow starts', 'slow ends', 'fast']);
  });

  it('puts the gradient table back when another library has replaced entries, and says so once', async () => {
    const foreign: GradConfig = { kernelName: Tanh, gradFunc: () => ({}) };
    const logger = vi.fn<(message: string) => void>();
    const previous = setLogger(logger);
    for (let round = 0; round < 2; round++) {
      unregisterGradient(Tanh);
      registerGradient(foreign);
      await useBackend(reloaded());
      expect(getGradient(Tanh)).toBe(gradientTable.get(Tanh));
    }
    setLogger(previous);
    // Once in a program: on the first backend that this file runs on.
    const messages = logger.mock.calls.map(([message]: string[]) => message);
    expect(messages).toEqual(
      wasWarned ? [] : [expect.stringMatching(/had replaced 1 gradients .*\[GRADIENT_TABLE_REPLACED\]$/)],
    );
    wasWarned = true;
  });

  it('leaves no gradient in the registry that is not in the table', () => {
    for (const kernelName of ['LRN', 'Conv3D', 'ResizeBilinear', 'Prod']) {
      expect(getGradient(kernelName) ?? undefined, kernelName).toBe(gradientTable.get(kernelName));
    }
  });

  it('leaves the gradients of kernels that somebody else has added', async () => {
    const kernelName = 'SomebodysKernel';
    const foreign: GradConfig = { kernelName, gradFunc: () => ({}) };
    registerKernel({ kernelName, backendName, kernelFunc: () => [] });
    registerGradient(foreign);
    await useBackend(reloaded());
    expect(getGradient(kernelName)).toBe(foreign);
    unregisterGradient(kernelName);
    unregisterKernel(kernelName, backendName);
  });

  it('notices that somebody else has switched tfjs', async () => {
    const other = Object.keys(engine().registryFactory).find((name) => name !== backendName);
    if (other === undefined) return expect(backendName).toBe('cpu'); // the only backend that has been loaded
    await setBackend(other);
    expect(() => getActiveBackend()).toThrow(/\[BACKEND_NOT_ACTIVE\]$/);
    await setBackend(backendName);
    expect(getActiveBackend().name).toBe(backendName);
  });
});

describe('tensors and variables', () => {
  it('follow every switch with their values', async () => {
    const backends = backendsToTest();
    const route = [...backends, ...backends];
    await useBackend(route[0] as Backend);
    const start = memory().numTensors;
    const weight = tidy(() => variable(tensor1d([0.5, -1, 2])));
    for (const [step, backend] of route.entries()) {
      await useBackend(backend);
      tidy(() => weight.assign(add(weight, 1)));
      expect(getBackend()).toBe(backend.name);
      const gradient = tidy(() => grad((x: Tensor) => mul(x, x))(weight).dataSync());
      const values = [0.5, -1, 2].map((value) => value + step + 1);
      expect(Array.from(weight.dataSync())).toEqual(values);
      expect(Array.from(gradient)).toEqual(values.map((value) => 2 * value));
    }
    weight.dispose();
    expect(memory().numTensors).toBe(start);
  });
});
