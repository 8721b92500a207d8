/** The spectrum of sounds as loudness in bands that sound equally far apart. */
import { conv, type PartialShape, sizeOf } from '@isograd/core';
import {
  add,
  concat,
  log,
  matMul,
  max,
  maximum,
  mirrorPad,
  mul,
  pow,
  reshape,
  slice,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import { stft } from '../../initializers/stft.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption, wrongRank } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, nonNegativeNumber, positiveInteger, positiveNumber } from '../../option-checks.js';
import { soundTooShort } from './preprocessing-messages.js';
import { signalWindow } from '../../signal-window.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { melWeights } from './mel-weights.js';

/** Options of `melSpectrogram`, with Keras's names. */
export interface MelSpectrogramOptions extends LayerOptions {
  /** Frequencies of the Fourier transform, even. Default: 2048. */
  readonly fftLength?: number;
  /** Samples from one frame to the next. Default: 512. */
  readonly sequenceStride?: number;
  /** Samples of a frame, at most `fftLength`. Default: `fftLength`. */
  readonly sequenceLength?: number | null;
  /** A window by name, its values, or null for none. Default: hann. */
  readonly window?: 'hann' | 'hamming' | readonly number[] | null;
  /** Samples a second. Default: 16000. */
  readonly samplingRate?: number;
  /** Number of bands. Default: 128. */
  readonly numMelBins?: number;
  /** Where the lowest band begins, in hertz. Default: 20. */
  readonly minFreq?: number;
  /** Where the highest band ends, in hertz. Default: half the sampling rate. */
  readonly maxFreq?: number | null;
  /** Whether power is given in decibels. Default: true. */
  readonly powerToDb?: boolean;
  /** How far below the loudest of the batch anything is, at most. Default: 80. */
  readonly topDb?: number;
  /** Exponent of the magnitude: 1 for energy, 2 for power. Default: 2. */
  readonly magExp?: number;
  /** Smallest power, for decibels. Default: 1e-10. */
  readonly minPower?: number;
  /** The power of 0 decibels. Default: 1. */
  readonly refPower?: number;
}

/** Keeps powers of the magnitude differentiable where there is silence. */
const smallestPower = 1e-30;

/** The layer behind `melSpectrogram`. */
export class MelSpectrogram extends Layer {
  readonly className: string = 'MelSpectrogram';
  readonly #fftLength: number;
  readonly #sequenceStride: number;
  readonly #sequenceLength: number;
  readonly #window: 'hann' | 'hamming' | readonly number[] | null;
  readonly #bands: {
    readonly samplingRate: number;
    readonly numMelBins: number;
    readonly minFreq: number;
    readonly maxFreq: number;
  };
  readonly #loudness: {
    readonly powerToDb: boolean;
    readonly topDb: number;
    readonly magExp: number;
    readonly minPower: number;
    readonly refPower: number;
  };
  #realKernel: Weight | undefined;
  #imagKernel: Weight | undefined;
  #melKernel: Weight | undefined;

  constructor(options: MelSpectrogramOptions = {}) {
    super(options);
    const where = 'melSpectrogram';
    const { fftLength = 2048, sequenceLength, window = 'hann', samplingRate = 16000, maxFreq } = options;
    this.#fftLength = positiveInteger(where, 'fftLength', fftLength);
    if (fftLength % 2 !== 0) throw badOption(where, 'fftLength', fftLength, 'an even integer');
    this.#sequenceStride = positiveInteger(where, 'sequenceStride', options.sequenceStride ?? 512);
    this.#sequenceLength = positiveInteger(where, 'sequenceLength', sequenceLength ?? fftLength);
    if (this.#sequenceLength > fftLength) throw badOption(where, 'sequenceLength', sequenceLength, 'at most fftLength');
    this.#window = windowOption(where, window, this.#sequenceLength);
    this.#bands = {
      samplingRate: positiveNumber(where, 'samplingRate', samplingRate),
      numMelBins: positiveInteger(where, 'numMelBins', options.numMelBins ?? 128),
      minFreq: nonNegativeNumber(where, 'minFreq', options.minFreq ?? 20),
      maxFreq: positiveNumber(where, 'maxFreq', maxFreq ?? Math.trunc(samplingRate / 2)),
    };
    if (this.#bands.minFreq >= this.#bands.maxFreq) throw badOption(where, 'minFreq', options.minFreq, 'below maxFreq');
    this.#loudness = {
      powerToDb: booleanOption(where, 'powerToDb', options.powerToDb ?? true),
      topDb: nonNegativeNumber(where, 'topDb', options.topDb ?? 80),
      magExp: positiveNumber(where, 'magExp', options.magExp ?? 2),
      minPower: positiveNumber(where, 'minPower', options.minPower ?? 1e-10),
      refPower: nonNegativeNumber(where, 'refPower', Math.abs(options.refPower ?? 1)),
    };
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    if (shape.length < 1 || shape.length > 2) {
      throw wrongRank(this.label, shape, '[batch, samples]', 'take one channel of the sound.');
    }
    const samples = shape.at(-1) ?? null;
    const half = this.#fftLength / 2;
    if (samples !== null && samples <= half) throw soundTooShort(this.label, shape, half + 1);
    const frames = samples === null ? null : 1 + Math.floor(samples / this.#sequenceStride);
    return [...shape.slice(0, -1), this.#bands.numMelBins, frames];
  }

  override build(_inputShapes: ShapeList): void {
    const bins = this.#fftLength / 2 + 1;
    const named = this.#window;
    const window = typeof named === 'string' ? Array.from(signalWindow(named, this.#sequenceLength, true)) : named;
    const shape = [this.#sequenceLength, 1, bins];
    const isTrainable = false;
    const kernel = (side: 'real' | 'imag') => ({ initializer: stft({ side, window, scaling: null }), isTrainable });
    this.#realKernel = this.addWeight('realKernel', shape, kernel('real'));
    this.#imagKernel = this.addWeight('imagKernel', shape, kernel('imag'));
    const init = () => tensor2d(melWeights(bins, this.#bands), [bins, this.#bands.numMelBins]);
    const initializer = { className: 'MelWeights', config: {}, init };
    this.#melKernel = this.addWeight('melKernel', [bins, this.#bands.numMelBins], { initializer, isTrainable });
  }

  override call([x]: TensorList): Tensor {
    const shape = this.computeOutputShape([x.shape]) as number[];
    const samples = x.shape.at(-1) ?? 0;
    const count = sizeOf(x.shape) / samples;
    const spectrum = this.#spectrumOf(reshape(x, [count, samples]));
    const [, frames = 0, bins = 0] = spectrum.shape;
    const mel = matMul(reshape(spectrum, [count * frames, bins]), this.weight(this.#melKernel));
    const loudness = this.#loudness.powerToDb ? this.#decibels(mel) : mel;
    const byTime = reshape(loudness, [count, frames, this.#bands.numMelBins]);
    return reshape(transpose(byTime, [0, 2, 1]), shape);
  }

  /** |X| to the power of `magExp`: `[batch, samples]` to `[batch, frames, bins]`. */
  #spectrumOf(x: Tensor): Tensor {
    const [count = 0, samples = 0] = x.shape;
    const half = this.#fftLength / 2;
    // A frame stands in the middle of fftLength samples; where the transform begins turns phases alone.
    const start = Math.floor((this.#fftLength - this.#sequenceLength) / 2);
    const length = samples + this.#sequenceLength;
    const padded = mirrorPad(
      x as Tensor2D,
      [
        [0, 0],
        [half, half],
      ],
      'reflect',
    );
    const signal = reshape(slice(padded, [0, start], [count, length]), [count, length, 1]);
    const kernels = concat([this.weight(this.#realKernel), this.weight(this.#imagKernel)], 2);
    const parts = conv(signal, kernels, { strides: this.#sequenceStride, padding: 'valid' });
    const frames = parts.shape[1] ?? 0;
    const bins = half + 1;
    const real = slice(parts, [0, 0, 0], [count, frames, bins]);
    const imag = slice(parts, [0, 0, bins], [count, frames, bins]);
    const power = add(square(real), square(imag));
    const { magExp } = this.#loudness;
    return magExp === 2 ? power : pow(maximum(power, smallestPower), magExp / 2);
  }

  #decibels(power: Tensor): Tensor {
    const { topDb, minPower, refPower } = this.#loudness;
    const reference = 10 * Math.log10(Math.max(refPower, minPower));
    const decibels = sub(mul(log(maximum(power, minPower)), 10 / Math.LN10), reference);
    return maximum(decibels, sub(max(decibels), topDb));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      fftLength: this.#fftLength,
      sequenceStride: this.#sequenceStride,
      sequenceLength: this.#sequenceLength,
      window: this.#window,
      ...this.#bands,
      ...this.#loudness,
    };
  }
}

function windowOption(where: string, value: unknown, length: number): 'hann' | 'hamming' | readonly number[] | null {
  if (value === null || value === 'hann' || value === 'hamming') return value;
  if (Array.isArray(value) && value.length === length && value.every(Number.isFinite)) return value;
  throw badOption(where, 'window', value, `'hann', 'hamming', null or ${length} finite numbers`);
}

/**
 * The mel spectrogram of sounds: the power of each frame's spectrum, summed over bands that are equally wide on the mel
 * scale, in decibels. Beyond its ends a sound is mirrored, so that frame i is centered at sample i · sequenceStride.
 *
 * Input float32 `[batch, samples]`, output float32 `[batch, numMelBins, frames]` with 1 + ⌊samples / sequenceStride⌋
 * frames. Weights, not trained: `realKernel` and `imagKernel` `[sequenceLength, 1, fftLength / 2 + 1]`, `melKernel`
 * `[fftLength / 2 + 1, numMelBins]`. (librosa and torchaudio: other mel scales and no limit by `topDb` over the batch.)
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} SHAPE_RANK, SOUND_TOO_SHORT
 * @example
 * import { melSpectrogram, sequential } from '@isograd/layers';
 * const mel = melSpectrogram({ fftLength: 64, sequenceStride: 16, numMelBins: 8, inputShape: [1000] });
 * const model = sequential({ layers: [mel] });
 */
export function melSpectrogram(options: MelSpectrogramOptions = {}): MelSpectrogram {
  return new MelSpectrogram(options);
}
