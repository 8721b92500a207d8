import { BackendError, getActiveBackend, useBackend } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { getBackend, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { webgl } from './index.js';

describeBackends('webgl in Node', (backendName) => {
  it('refuses to start, with the reason, and the old backend stays active', async () => {
    const failure: unknown = await useBackend(webgl()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendError);
    expect((failure as BackendError).code).toBe('BACKEND_START');
    expect((failure as BackendError).message).toBe(
      [
        'backend "webgl": it could not start on this runtime.',
        '  received a runtime without WebGL2RenderingContext; expected a browser page or worker with WebGL 2',
        '  fix: use wasm() or cpu() here; in a browser, check that hardware acceleration is on.  [BACKEND_START]',
      ].join('\n'),
    );
    expect(getActiveBackend().name).toBe(backendName);
    expect(getBackend()).toBe(backendName);
    const x = tensor1d([1, 2]);
    expect(Array.from(await x.data())).toEqual([1, 2]);
    x.dispose();
  });
});
