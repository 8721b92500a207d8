/** The catalogue of this package's error messages. */
import { BackendError } from '@isograd/core';

export function noWebGL2(received: string): BackendError {
  return new BackendError({
    code: 'BACKEND_START',
    where: 'backend "webgl"',
    problem: 'it could not start on this runtime.',
    received,
    expected: 'a browser page or worker with WebGL 2',
    fix: 'use wasm() or cpu() here; in a browser, check that hardware acceleration is on.',
  });
}

export function onlyHalfFloats(): BackendError {
  return new BackendError({
    code: 'BACKEND_START',
    where: 'backend "webgl"',
    problem: 'training needs float32, and half floats would give other results in silence.',
    received: 'a device that renders half floats only (WEBGL_RENDER_FLOAT32_ENABLED is false)',
    expected: 'a device that renders float32 (EXT_color_buffer_float)',
    fix: 'use wasm() or cpu() on this device.',
  });
}
