import { BackendError, getActiveBackend, useBackend } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { env } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { webgl } from './index.js';

describeBackends('webgl', (backendName) => {
  it.runIf(backendName === 'webgl')('says what the device can do', () => {
    const { capabilities } = getActiveBackend();
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    const texels = context?.getParameter(context.MAX_TEXTURE_SIZE) ** 2;
    expect(capabilities.largestTensorBytes).toBe(4 * texels);
    expect(capabilities.simd).toBe('gpu');
    expect(capabilities.kernels.native).toContain('RandomBits');
    for (const { kernel } of capabilities.kernels.absent) expect(capabilities.kernels.native).not.toContain(kernel);
  });

  it.runIf(backendName === 'webgl')('refuses a device that renders half floats only', async () => {
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
    const failure: unknown = await useBackend(webgl()).catch((error: unknown) => error);
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
    expect(failure).toBeInstanceOf(BackendError);
    expect((failure as BackendError).received).toContain('WEBGL_RENDER_FLOAT32_ENABLED');
    expect(getActiveBackend().name).toBe('webgl');
  });
});
