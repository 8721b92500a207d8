/** The spectrum of sounds, frame by frame. */
import { conv, type PartialShape } from '@isograd/core';
import {
  add,
  atan2,
  concat,
  log,
  maximum,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  type Tensor,
  tensor1d,
  transpose,
} from '@tensorflow/tfjs-core';
import { stft, type StftOptions } from '../../initializers/stft.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, oneOf, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { type Padding, spatialShape, windowOutput } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/**
 * What comes out: the real or the imaginary part of the spectrum, both one behind the other (`stft`), its `angle`, its
 * `magnitude`, the logarithm of that (`log`), or the power that both halves of the spectrum have (`psd`).
 */
export type SpectrogramMode = 'log' | 'magnitude' | 'psd' | 'real' | 'imag' | 'angle' | 'stft';

/** Options of `stftSpectrogram`, with Keras's names. */
export interface StftSpectrogramOptions extends LayerOptions, DataFormatOptions {
  /** Default: log. */
  readonly mode?: SpectrogramMode;
  /** Samples of a frame. Default: 256. */
  readonly frameLength?: number;
  /** Samples from one frame to the next, at most `frameLength`. Default: half of `frameLength`. */
  readonly frameStep?: number | null;
  /** Frequencies, even and at least `frameLength`. Default: the next power of two. */
  readonly fftLength?: number | null;
  /** Default: hann. */
  readonly window?: StftOptions['window'];
  /** Whether the window repeats after the frame. Default: false. */
  readonly periodic?: boolean;
  /** Divides the window by its 2-norm (`density`), its 1-norm (`spectrum`), or not (null). Default: density. */
  readonly scaling?: StftOptions['scaling'];
  /** Default: valid. */
  readonly padding?: Padding;
  /** Whether channels stay an axis of their own. Default: false, and frequencies of all channels are one axis. */
  readonly expandDims?: boolean;
}

const modes: readonly SpectrogramMode[] = ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'];

/** Smallest power and magnitude (Keras's epsilon). */
const epsilon = 1e-7;

/** The layer behind `stftSpectrogram`. */
export class STFTSpectrogram extends Layer {
  readonly className: string = 'STFTSpectrogram';
  readonly #mode: SpectrogramMode;
  readonly #frameLength: number;
  readonly #frameStep: number;
  readonly #fftLength: number;
  readonly #transform: StftOptions;
  readonly #padding: Padding;
  readonly #expandDims: boolean;
  #realKernel: Weight | undefined;
  #imagKernel: Weight | undefined;

  constructor(options: StftSpectrogramOptions = {}) {
    super(options);
    const where = 'stftSpectrogram';
    const { mode = 'log', frameLength = 256, frameStep, fftLength, window = 'hann' } = options;
    this.#mode = oneOf(where, 'mode', mode, modes);
    this.#frameLength = positiveInteger(where, 'frameLength', frameLength);
    this.#frameStep = positiveInteger(where, 'frameStep', frameStep ?? Math.max(Math.floor(frameLength / 2), 1));
    if (this.#frameStep > frameLength) throw badOption(where, 'frameStep', frameStep, 'at most frameLength');
    this.#fftLength = positiveInteger(
      where,
      'fftLength',
      fftLength ?? Math.max(2 ** Math.ceil(Math.log2(frameLength)), 2),
    );
    if (this.#fftLength < frameLength || this.#fftLength % 2 !== 0) {
      throw badOption(where, 'fftLength', fftLength, 'an even integer, at least frameLength');
    }
    this.#transform = {
      window,
      scaling: options.scaling === undefined ? 'density' : options.scaling,
      periodic: booleanOption(where, 'periodic', options.periodic ?? false),
    };
    stft(this.#transform); // refuses what it cannot take now, not when the layer is built
    if (Array.isArray(window) && window.length !== frameLength) {
      throw badOption(where, 'window', window, `one value for each of the ${frameLength} samples of a frame`);
    }
    this.#padding = oneOf(where, 'padding', options.padding ?? 'valid', ['valid', 'same']);
    this.#expandDims = booleanOption(where, 'expandDims', options.expandDims ?? false);
    checkDataFormat(where, options.dataFormat);
  }

  /** How many numbers a frame of one channel becomes. */
  get #bins(): number {
    return (this.#fftLength / 2 + 1) * (this.#mode === 'stft' ? 2 : 1);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { batch, channels } = spatialShape(this.label, shape, 1);
    const window = { size: [this.#frameLength], strides: [this.#frameStep], padding: this.#padding };
    const [frames = null] = windowOutput(this.label, shape, window);
    if (this.#expandDims) return [batch, frames, this.#bins, channels];
    return [batch, frames, channels === null ? null : channels * this.#bins];
  }

  override build(_inputShapes: ShapeList): void {
    const shape = [this.#frameLength, 1, this.#fftLength / 2 + 1];
    const kernel = (side: 'real' | 'imag') => stft({ ...this.#transform, side });
    if (this.#mode !== 'imag') this.#realKernel = this.addWeight('realKernel', shape, kernel('real'));
    if (this.#mode !== 'real') this.#imagKernel = this.addWeight('imagKernel', shape, kernel('imag'));
  }

  override call([x]: TensorList): Tensor {
    const [, frames] = this.computeOutputShape([x.shape]);
    const [batch = 0, time = 0, channels = 0] = x.shape;
    const signals = reshape(channels === 1 ? x : transpose(x, [0, 2, 1]), [batch * channels, time, 1]);
    const spectrum = reshape(this.#spectrumOf(signals), [batch, channels, frames ?? 0, this.#bins]);
    if (this.#expandDims) return transpose(spectrum, [0, 2, 3, 1]); // [batch, time, frequencies, channels]
    const byTime = channels === 1 ? spectrum : transpose(spectrum, [0, 2, 1, 3]);
    return reshape(byTime, [batch, frames ?? 0, channels * this.#bins]);
  }

  /** @param signals - `[signals, time, 1]` @returns `[signals, frames, bins]` */
  #spectrumOf(signals: Tensor): Tensor {
    const options = { strides: this.#frameStep, padding: this.#padding };
    if (this.#mode === 'real') return conv(signals, this.weight(this.#realKernel), options);
    if (this.#mode === 'imag') return conv(signals, this.weight(this.#imagKernel), options);
    const both = concat([this.weight(this.#realKernel), this.weight(this.#imagKernel)], 2);
    const parts = conv(signals, both, options); // [signals, frames, 2 * bins]
    if (this.#mode === 'stft') return parts;
    const [count = 0, frames = 0] = parts.shape;
    const bins = this.#bins;
    const real = slice(parts, [0, 0, 0], [count, frames, bins]);
    const imag = slice(parts, [0, 0, bins], [count, frames, bins]);
    if (this.#mode === 'angle') return atan2(imag, real);
    const power = add(square(real), square(imag));
    if (this.#mode === 'psd') return mul(power, bothHalves(bins));
    const magnitude = sqrt(maximum(power, epsilon));
    return this.#mode === 'magnitude' ? magnitude : log(maximum(magnitude, epsilon));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      mode: this.#mode,
      frameLength: this.#frameLength,
      frameStep: this.#frameStep,
      fftLength: this.#fftLength,
      ...this.#transform,
      padding: this.#padding,
      expandDims: this.#expandDims,
    };
  }
}

/** Every frequency but the first and the last stands for its mirror image too. */
function bothHalves(bins: number): Tensor {
  return tensor1d(Array.from({ length: bins }, (_, bin) => (bin === 0 || bin === bins - 1 ? 1 : 2)));
}

/**
 * The short-time Fourier transform of sounds as a convolution, whose kernels may be trained further.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, frames, channels · bins]`, or
 * `[batch, frames, bins, channels]` with `expandDims`; bins are `fftLength` / 2 + 1, twice as many for `stft`. Weights
 * `realKernel` and `imagKernel` `[frameLength, 1, fftLength / 2 + 1]`, those that the mode needs. `magnitude` and `log`
 * take a power below 1e-7 as that.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} SHAPE_RANK, SHAPE_EMPTY_OUTPUT @throws {UnsupportedError}
 * DATA_FORMAT
 * @example
 * import { sequential, stftSpectrogram } from '@isograd/layers';
 * const model = sequential({ layers: [stftSpectrogram({ frameLength: 64, inputShape: [1000, 1] })] });
 */
export function stftSpectrogram(options: StftSpectrogramOptions = {}): STFTSpectrogram {
  return new STFTSpectrogram(options);
}
