/** Pooling as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import {
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
} from '../../layers/pooling/adaptive-average-pooling.js';
import {
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
} from '../../layers/pooling/adaptive-max-pooling.js';
import { averagePooling1d, averagePooling2d, averagePooling3d } from '../../layers/pooling/average-pooling.js';
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
} from '../../layers/pooling/global-average-pooling.js';
import { globalMaxPooling1d, globalMaxPooling2d, globalMaxPooling3d } from '../../layers/pooling/global-max-pooling.js';
import { maxPooling1d, maxPooling2d, maxPooling3d } from '../../layers/pooling/max-pooling.js';

const sequence = [{ shape: [2, 5, 2] }] as const;
const plane = [{ shape: [2, 3, 5, 2] }] as const;
const volume = [{ shape: [1, 3, 2, 4, 2] }] as const;

export const poolingCases: readonly LayerCase[] = [
  { name: 'maxPooling1d', make: () => maxPooling1d(), inputs: sequence },
  {
    name: 'maxPooling1d, same, strided',
    make: () => maxPooling1d({ poolSize: 3, strides: 2, padding: 'same', dataFormat: 'channelsLast' }),
    inputs: sequence,
  },
  { name: 'maxPooling2d', make: () => maxPooling2d({ poolSize: [2, 3], strides: 1 }), inputs: plane, mask: 'none' },
  { name: 'maxPooling2d, same', make: () => maxPooling2d({ padding: 'same' }), inputs: plane, mask: 'none' },
  { name: 'maxPooling3d', make: () => maxPooling3d({ strides: [1, 2, 2] }), inputs: volume, mask: 'none' },
  { name: 'averagePooling1d', make: () => averagePooling1d({ poolSize: 3, strides: 1 }), inputs: sequence },
  { name: 'averagePooling2d', make: () => averagePooling2d(), inputs: plane, mask: 'none' },
  {
    name: 'averagePooling2d, same, strided',
    make: () => averagePooling2d({ poolSize: 3, strides: [2, 1], padding: 'same' }),
    inputs: plane,
    mask: 'none',
  },
  { name: 'averagePooling3d', make: () => averagePooling3d({ padding: 'same' }), inputs: volume, mask: 'none' },
  { name: 'globalMaxPooling1d', make: () => globalMaxPooling1d(), inputs: sequence },
  { name: 'globalMaxPooling2d', make: () => globalMaxPooling2d({ keepDims: true }), inputs: plane, mask: 'none' },
  { name: 'globalMaxPooling3d', make: () => globalMaxPooling3d(), inputs: volume, mask: 'none' },
  { name: 'globalAveragePooling1d', make: () => globalAveragePooling1d(), inputs: sequence },
  {
    name: 'globalAveragePooling1d, keepDims',
    make: () => globalAveragePooling1d({ keepDims: true }),
    inputs: sequence,
  },
  { name: 'globalAveragePooling2d', make: () => globalAveragePooling2d(), inputs: plane, mask: 'none' },
  {
    name: 'globalAveragePooling3d',
    make: () => globalAveragePooling3d({ keepDims: true }),
    inputs: volume,
    mask: 'none',
  },
  { name: 'adaptiveMaxPooling1d', make: () => adaptiveMaxPooling1d({ outputSize: 3 }), inputs: sequence },
  {
    name: 'adaptiveMaxPooling2d',
    make: () => adaptiveMaxPooling2d({ outputSize: [2, 3] }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'adaptiveMaxPooling2d, windows of one size',
    make: () => adaptiveMaxPooling2d({ outputSize: [3, 1] }),
    inputs: plane,
    mask: 'none',
  },
  { name: 'adaptiveMaxPooling3d', make: () => adaptiveMaxPooling3d({ outputSize: 2 }), inputs: volume, mask: 'none' },
  { name: 'adaptiveAveragePooling1d', make: () => adaptiveAveragePooling1d({ outputSize: 3 }), inputs: sequence },
  {
    name: 'adaptiveAveragePooling1d, more than there are',
    make: () => adaptiveAveragePooling1d({ outputSize: 7 }),
    inputs: sequence,
  },
  {
    name: 'adaptiveAveragePooling2d',
    make: () => adaptiveAveragePooling2d({ outputSize: [2, 3] }),
    inputs: plane,
    mask: 'none',
  },
  {
    name: 'adaptiveAveragePooling3d',
    make: () => adaptiveAveragePooling3d({ outputSize: [3, 2, 2] }),
    inputs: volume,
    mask: 'none',
  },
];
