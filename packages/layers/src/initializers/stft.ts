/** Kernels of a convolution that computes a short-time Fourier transform. */
import { tensor } from '@tensorflow/tfjs-core';
import { badOption } from '../messages.js';
import { initializerShape } from './initializer-messages.js';
import { booleanOption, oneOf } from '../option-checks.js';
import { type SignalWindowName, signalWindow, signalWindowNames } from '../signal-window.js';
import { requireFloat } from './draw.js';
import type { Initializer } from './initializer.js';

/** Options of `stft`, with Keras's names. */
export interface StftOptions {
  /** The real or the imaginary part of the spectrum. Default: `real`. */
  readonly side?: 'real' | 'imag';
  /** A window by name, its values, one for each step of the frame, or null for none. Default: `hann`. */
  readonly window?: SignalWindowName | readonly number[] | null;
  /** Divides the window by its 2-norm (`density`), its 1-norm (`spectrum`), or not (null). Default: `density`. */
  readonly scaling?: 'density' | 'spectrum' | null;
  /** Whether the window repeats after the frame; values given for it stay as they are. Default: false. */
  readonly periodic?: boolean;
}

/**
 * The short-time Fourier transform as a kernel: cos or sin(-2π t f / F) · window(t), so that a convolution over a signal
 * gives its spectrum frame by frame.
 *
 * Weights are float32 `[frame, 1, F / 2 + 1]`: F frequencies, of which one half mirrors the other. (Keras knows every
 * window of scipy; here are five by name, and others by their values.)
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} INITIALIZER_SHAPE @throws {DTypeError} INITIALIZER_DTYPE
 */
export function stft(options: StftOptions = {}): Initializer {
  const side = oneOf('stft', 'side', options.side ?? 'real', ['real', 'imag']);
  const window = readWindow(options.window);
  const scaling =
    options.scaling === null ? null : oneOf('stft', 'scaling', options.scaling ?? 'density', ['density', 'spectrum']);
  const periodic = booleanOption('stft', 'periodic', options.periodic ?? false);
  return {
    className: 'STFT',
    config: { side, window, scaling, periodic },
    init: (_key, shape, dtype) => {
      requireFloat('stft', dtype);
      const [frame = 1, channels = 0, bins = 0] = shape;
      if (shape.length !== 3 || channels !== 1 || bins < 2 || (Array.isArray(window) && window.length !== frame)) {
        const steps = Array.isArray(window) ? window.length : 'frame';
        throw initializerShape('stft', shape, `[${steps}, 1, frequencies / 2 + 1]`);
      }
      const weights = weightsOf(typeof window === 'string' ? signalWindow(window, frame, periodic) : window, scaling);
      const frequencies = 2 * (bins - 1);
      const part = side === 'real' ? Math.cos : Math.sin;
      const values = new Float32Array(frame * bins);
      for (let step = 0; step < frame; step++) {
        for (let bin = 0; bin < bins; bin++) {
          const turn = ((step * bin) % frequencies) / frequencies; // of a whole circle, so that large steps stay exact
          values[step * bins + bin] = part(-2 * Math.PI * turn) * (weights?.[step] ?? 1);
        }
      }
      return tensor(values, [frame, 1, bins], 'float32');
    },
  };
}

function readWindow(window: StftOptions['window'] = 'hann'): SignalWindowName | readonly number[] | null {
  if (window === null) return null;
  if (typeof window === 'string') return oneOf('stft', 'window', window, signalWindowNames);
  if (Array.isArray(window) && window.length > 0 && window.every(Number.isFinite)) return window;
  throw badOption('stft', 'window', typeof window, 'the name of a window, a list of finite numbers or null');
}

/** The window divided by its norm. */
function weightsOf(
  window: ArrayLike<number> | null,
  scaling: 'density' | 'spectrum' | null,
): readonly number[] | undefined {
  if (window === null) return undefined;
  const values = Array.from(window);
  if (scaling === null) return values;
  const norm = scaling === 'density' ? Math.hypot(...values) : values.reduce((sum, value) => sum + Math.abs(value), 0);
  return values.map((value) => value / norm);
}
