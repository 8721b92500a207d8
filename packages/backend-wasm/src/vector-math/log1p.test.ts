import { testVectorFunction } from '../testing/vector-function.js';
import { log1p } from './log1p.js';

testVectorFunction('log1p', log1p, Math.log1p, {
  ulps: 1,
  range: [-1, 2],
  exactly: [
    [0, 0],
    [-0, -0],
    [2 ** -149, 2 ** -149],
    [-(2 ** -149), -(2 ** -149)],
    [-1, Number.NEGATIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-1.5, Number.NaN],
    [Number.NaN, Number.NaN],
  ],
});
