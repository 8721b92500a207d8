import { testVectorFunction } from '../testing/vector-function.js';
import { sigmoid } from './sigmoid.js';

testVectorFunction('sigmoid', sigmoid, (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))), {
  ulps: 2.5,
  range: [-110, 20],
  exactly: [
    [0, 0.5],
    [-0, 0.5],
    [-103, Math.fround(Math.exp(-103))],
    [-1e30, 0],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NaN, Number.NaN],
  ],
});
