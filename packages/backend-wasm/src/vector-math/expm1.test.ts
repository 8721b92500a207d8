import { testVectorFunction } from '../testing/vector-function.js';
import { expm1 } from './expm1.js';

testVectorFunction('expm1', expm1, Math.expm1, {
  ulps: 2,
  range: [-20, 95],
  exactly: [
    [0, 0],
    [-0, -0],
    [2 ** -149, 2 ** -149],
    [-(2 ** -149), -(2 ** -149)],
    [-(2 ** -126), -(2 ** -126)],
    [-17.5, -1],
    [-1e30, -1],
    [Number.NEGATIVE_INFINITY, -1],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [88.72284, Number.POSITIVE_INFINITY],
    [1e30, Number.POSITIVE_INFINITY],
  ],
});
