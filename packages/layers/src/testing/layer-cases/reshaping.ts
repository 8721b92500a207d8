/** Layers that reshape, pad, crop and resize as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { centerCrop } from '../../layers/reshaping/center-crop.js';
import { cropping1d, cropping2d, cropping3d } from '../../layers/reshaping/cropping.js';
import { flatten } from '../../layers/reshaping/flatten.js';
import { permute } from '../../layers/reshaping/permute.js';
import { pixelShuffle, pixelUnshuffle } from '../../layers/reshaping/pixel-shuffle.js';
import { repeatVector } from '../../layers/reshaping/repeat-vector.js';
import { rescaling } from '../../layers/reshaping/rescaling.js';
import { reshape } from '../../layers/reshaping/reshape.js';
import { resizing } from '../../layers/reshaping/resizing.js';
import { upSampling1d, upSampling2d, upSampling3d } from '../../layers/reshaping/up-sampling.js';
import { zeroPadding1d, zeroPadding2d, zeroPadding3d } from '../../layers/reshaping/zero-padding.js';

const sequence = [{ shape: [2, 5, 2] }] as const;
const plane = [{ shape: [2, 3, 5, 2] }] as const;
const volume = [{ shape: [1, 3, 3, 4, 2] }] as const;

export const reshapingCases: readonly LayerCase[] = [
  { name: 'flatten', make: () => flatten({ dataFormat: 'channelsLast' }), inputs: sequence },
  { name: 'reshape', make: () => reshape({ targetShape: [-1, 5] }), inputs: sequence },
  { name: 'reshape to one axis', make: () => reshape({ targetShape: [10] }), inputs: sequence },
  { name: 'permute', make: () => permute({ dims: [2, 1] }), inputs: sequence },
  { name: 'permute of images', make: () => permute({ dims: [3, 1, 2] }), inputs: plane, mask: 'none' },
  { name: 'repeatVector', make: () => repeatVector({ n: 3 }), inputs: [{ shape: [2, 4] }], mask: 'none' },
  { name: 'cropping1d', make: () => cropping1d(), inputs: sequence },
  { name: 'cropping1d, one end', make: () => cropping1d({ cropping: [0, 2] }), inputs: sequence },
  { name: 'cropping2d', make: () => cropping2d({ cropping: [1, 2] }), inputs: plane, mask: 'none' },
  {
    name: 'cropping2d, sides',
    make: () =>
      cropping2d({
        cropping: [
          [0, 1],
          [2, 0],
        ],
      }),
    inputs: plane,
    mask: 'none',
  },
  { name: 'cropping3d', make: () => cropping3d(), inputs: volume, mask: 'none' },
  { name: 'zeroPadding1d', make: () => zeroPadding1d({ padding: [2, 0] }), inputs: sequence },
  { name: 'zeroPadding2d', make: () => zeroPadding2d({ padding: [[1, 0], 2] }), inputs: plane, mask: 'none' },
  { name: 'zeroPadding3d', make: () => zeroPadding3d(), inputs: volume, mask: 'none' },
  { name: 'upSampling1d', make: () => upSampling1d({ size: 3 }), inputs: sequence },
  { name: 'upSampling1d by 1', make: () => upSampling1d({ size: 1 }), inputs: sequence },
  { name: 'upSampling2d', make: () => upSampling2d({ size: [2, 3] }), inputs: plane, mask: 'none' },
  {
    name: 'upSampling2d, bilinear',
    make: () => upSampling2d({ interpolation: 'bilinear', dataFormat: 'channelsLast' }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'upSampling2d, bicubic',
    make: () => upSampling2d({ size: [1, 2], interpolation: 'bicubic' }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'upSampling2d by 1, lanczos3',
    make: () => upSampling2d({ size: 1, interpolation: 'lanczos3' }),
    inputs: plane,
    mask: 'none',
  },
  { name: 'upSampling3d', make: () => upSampling3d({ size: [1, 2, 2] }), inputs: volume, mask: 'none' },
  { name: 'resizing', make: () => resizing({ height: 4, width: 3 }), inputs: plane, mask: 'none' },
  {
    name: 'resizing, nearest, cropped',
    make: () => resizing({ height: 4, width: 4, interpolation: 'nearest', cropToAspectRatio: true }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'resizing, lanczos5, padded, antialias',
    make: () =>
      resizing({
        height: 2,
        width: 2,
        interpolation: 'lanczos5',
        padToAspectRatio: true,
        fillValue: 0.5,
        antialias: true,
      }),
    inputs: plane,
    mask: 'none',
  },
  { name: 'rescaling', make: () => rescaling({ scale: 0.5, offset: -1 }), inputs: sequence, mask: 'kept' },
  {
    name: 'rescaling by channels, of integers',
    make: () => rescaling({ scale: [0.5, 2], offset: [1, 0] }),
    inputs: [{ shape: [2, 3, 5, 2], dtype: 'int32' }],
    mask: 'none',
  },
  { name: 'centerCrop', make: () => centerCrop({ height: 2, width: 3 }), inputs: plane, mask: 'none' },
  {
    name: 'centerCrop of images that are too small',
    make: () => centerCrop({ height: 6, width: 4 }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'pixelShuffle',
    make: () => pixelShuffle({ blockSize: 2 }),
    inputs: [{ shape: [2, 3, 1, 8] }],
    mask: 'none',
  },
  {
    name: 'pixelUnshuffle',
    make: () => pixelUnshuffle({ blockSize: 2 }),
    inputs: [{ shape: [2, 2, 4, 3] }],
    mask: 'none',
  },
];
