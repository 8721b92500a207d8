import { testVectorFunction } from '../testing/vector-function.js';
import { tanh } from './tanh.js';

testVectorFunction('tanh', tanh, Math.tanh, {
  ulps: 2,
  range: [-10, 10],
  exactly: [
    [0, 0],
    [-0, -0],
    [2 ** -149, 2 ** -149],
    [-(2 ** -149), -(2 ** -149)],
    [1e30, 1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, -1],
    [Number.NaN, Number.NaN],
  ],
});
