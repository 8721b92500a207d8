import { testVectorFunction } from '../testing/vector-function.js';
import { softplus } from './softplus.js';

testVectorFunction('softplus', softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), {
  ulps: 2,
  range: [-110, 20],
  exactly: [
    [-103, Math.fround(Math.exp(-103))],
    [-1e30, 0],
    [1e30, Math.fround(1e30)],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ],
});
