/** The 1797 handwritten digits that scikit-learn's users know as `load_digits`. */
import { NdArray } from '@isograd/core';
import { fromArrays } from '@isograd/data';
import type { DatasetDescription, NamedDataset } from './named-dataset.js';
import { unpack } from './unpack.js';

const size = 1797;
const height = 8;
const width = 8;
/** Largest pixel: the number of points in the 4 x 4 block that a pixel counts. */
const brightest = 16;

const description = {
  name: 'digits',
  title: 'Optical Recognition of Handwritten Digits, test part',
  summary:
    'Digits of 13 writers, scanned at 32 x 32 and reduced to 8 x 8: a pixel is the number of set points in a 4 x 4 block, here divided by 16.',
  size,
  features: {
    x: { dtype: 'float32', shape: [height, width, 1], meaning: 'ink from 0 to 1, in steps of 1/16' },
    y: { dtype: 'int32', shape: [], meaning: 'the digit, 0 to 9' },
  },
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  license: 'CC-BY-4.0',
  licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
  credit: 'E. Alpaydin and C. Kaynak, UCI Machine Learning Repository; CC BY 4.0',
  citation:
    'Alpaydin, E. and Kaynak, C. (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository. https://doi.org/10.24432/C50P49',
  homepage: 'https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits',
  crc32: 0xb89daea8,
} as const satisfies DatasetDescription;

/** The digits as arrays. */
export interface DigitsArrays {
  /** float32 `[1797, 8, 8, 1]`: ink from 0 to 1. */
  readonly images: NdArray;
  /** int32 `[1797]`: 0 to 9. */
  readonly labels: NdArray;
}

/** One digit: `x` is float32 `[8, 8, 1]`, `y` int32 `[]`. */
export interface DigitsElement {
  readonly x: NdArray;
  readonly y: NdArray;
}

/**
 * Real handwritten digits, small enough to come with the package (58 kB, loaded when asked for): enough to see
 * a network learn in seconds.
 *
 * @example
 * import { digits } from '@isograd/datasets';
 * const { images, labels } = await digits.load();
 * const batches = (await digits.dataset()).shuffle({ seed: 7 }).batch(32);
 */
export const digits: NamedDataset<DigitsArrays, DigitsElement> = {
  ...description,
  load,
  async dataset() {
    const { images, labels } = await load();
    return fromArrays({ x: images, y: labels });
  },
};

async function load(): Promise<DigitsArrays> {
  const { digitsData } = await import('./generated/digits-data.js');
  const bytes = await unpack(digitsData, description);
  const pixels = size * height * width;
  return {
    images: new NdArray(
      Float32Array.from(bytes.subarray(0, pixels), (pixel) => pixel / brightest),
      [size, height, width, 1],
    ),
    labels: new NdArray(Int32Array.from(bytes.subarray(pixels)), [size]),
  };
}
