/** Layers that turn features and integers into numbers of categories, and sounds into spectra, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { categoryEncoding } from '../../layers/preprocessing/category-encoding.js';
import { discretization } from '../../layers/preprocessing/discretization.js';
import { integerLookup } from '../../layers/preprocessing/integer-lookup.js';
import { melSpectrogram } from '../../layers/preprocessing/mel-spectrogram.js';
import { type StftSpectrogramOptions, stftSpectrogram } from '../../layers/preprocessing/stft-spectrogram.js';

const features: LayerCase['inputs'] = [{ shape: [3, 4] }];
const integers: LayerCase['inputs'] = [{ shape: [3, 4], dtype: 'int32', below: 6 }];
const integer: LayerCase['inputs'] = [{ shape: [3, 1], dtype: 'int32', below: 6 }];

/** A case of a layer whose output changes in steps. */
function stepped(name: string, make: LayerCase['make'], inputs: LayerCase['inputs']): LayerCase {
  return { name, make, inputs, gradient: 'none', mask: inputs === integer ? 'none' : 'dropped' };
}

/** The tables of an integerLookup. */
function tables(count: number): Partial<LayerCase> {
  return { weights: { tokens: [count], numbers: [count] }, notTrainable: ['tokens', 'numbers'] };
}

/**
 * A case of stftSpectrogram with the kernels that its mode needs. Where an angle jumps or a magnitude is near 0 finite
 * differences fail; Keras's gradients are what those are held to.
 */
function stftCase(name: string, options: StftSpectrogramOptions, kernels: readonly string[], channels = 1): LayerCase {
  return {
    name: `stftSpectrogram, ${name}`,
    make: () => stftSpectrogram({ frameLength: 4, frameStep: 2, fftLength: 6, ...options }),
    inputs: [{ shape: [2, 9, channels] }],
    weights: Object.fromEntries(kernels.map((kernel) => [kernel, [4, 1, 4]])),
    gradient: /^(log|magnitude|angle)/.test(name) ? 'none' : 'smooth',
  };
}

const kernels = ['realKernel', 'imagKernel'] as const;
const kernelsOfMel = [...kernels, 'melKernel'];

export const preprocessingCases: readonly LayerCase[] = [
  stepped('categoryEncoding', () => categoryEncoding({ numTokens: 6 }), integers),
  stepped('categoryEncoding, count', () => categoryEncoding({ numTokens: 6, outputMode: 'count' }), integers),
  stepped('categoryEncoding, oneHot', () => categoryEncoding({ numTokens: 6, outputMode: 'oneHot' }), integers),
  stepped('categoryEncoding, oneHot of one', () => categoryEncoding({ numTokens: 6, outputMode: 'oneHot' }), integer),
  {
    name: 'categoryEncoding, weighted count',
    make: () => categoryEncoding({ numTokens: 6, outputMode: 'count' }),
    inputs: [integers[0], { shape: [3, 4] }],
  },
  stepped('discretization', () => discretization({ binBoundaries: [-0.5, 0, 0.25] }), features),
  stepped('discretization, count', () => discretization({ binBoundaries: [0, 0.25], outputMode: 'count' }), features),
  stepped(
    'discretization, oneHot',
    () => discretization({ binBoundaries: [0], numBins: 2, epsilon: 0.1, outputMode: 'oneHot' }),
    features,
  ),
  { ...stepped('integerLookup', () => integerLookup({ vocabulary: [4, 1, 5] }), integers), ...tables(3) },
  {
    ...stepped(
      'integerLookup, mask, multiHot',
      () =>
        integerLookup({ vocabulary: [4, 1], maskToken: 0, outputMode: 'multiHot', maxTokens: 7, padToMaxTokens: true }),
      integers,
    ),
    ...tables(2),
  },
  {
    ...stepped('integerLookup, several unknown', () => integerLookup({ vocabulary: [3], numOovIndices: 2 }), integers),
    ...tables(1),
  },
  {
    ...stepped(
      'integerLookup, tfIdf',
      () => integerLookup({ vocabulary: [3, 2], idfWeights: [0.5, 2], outputMode: 'tfIdf' }),
      integers,
    ),
    weights: { tokens: [2], numbers: [2], idfWeights: [3] },
    notTrainable: ['tokens', 'numbers', 'idfWeights'],
  },
  {
    ...stepped(
      'integerLookup, invert',
      () => integerLookup({ vocabulary: [30, -20], oovToken: -7, invert: true }),
      integers,
    ),
    weights: { tokens: [4] },
    notTrainable: ['tokens'],
  },
  stftCase('log', {}, kernels),
  stftCase('magnitude, hamming, spectrum', { mode: 'magnitude', window: 'hamming', scaling: 'spectrum' }, kernels),
  stftCase('psd, same', { mode: 'psd', padding: 'same', periodic: true }, kernels),
  stftCase('real, no window', { mode: 'real', window: null, scaling: null }, ['realKernel']),
  stftCase('imag of two channels', { mode: 'imag', window: [1, 2, 3, 4] }, ['imagKernel'], 2),
  stftCase('angle', { mode: 'angle' }, kernels),
  stftCase('stft, expandDims', { mode: 'stft', expandDims: true }, kernels, 2),
  ...[
    { name: 'melSpectrogram', options: { powerToDb: false } },
    { name: 'melSpectrogram, decibels', options: { topDb: 200, refPower: 0.5, minPower: 1e-8 } },
    { name: 'melSpectrogram, magnitude', options: { magExp: 1, powerToDb: false, sequenceLength: 6, maxFreq: 40 } },
  ].map(
    ({ name, options }): LayerCase => ({
      name,
      make: () =>
        melSpectrogram({
          fftLength: 8,
          sequenceStride: 3,
          numMelBins: 3,
          samplingRate: 100,
          minFreq: 3,
          ...options,
        }),
      inputs: [{ shape: [2, 11] }],
      weights: {
        realKernel: [options.sequenceLength ?? 8, 1, 5],
        imagKernel: [options.sequenceLength ?? 8, 1, 5],
        melKernel: [5, 3],
      },
      notTrainable: kernelsOfMel,
      mask: 'none',
    }),
  ),
];
