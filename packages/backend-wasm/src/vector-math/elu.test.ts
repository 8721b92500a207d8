import { testVectorFunction } from '../testing/vector-function.js';
import { elu } from './elu.js';

testVectorFunction('elu', elu, (x) => (x < 0 ? Math.expm1(x) : x), {
  ulps: 1,
  range: [-20, 1],
  exactly: [
    [0, 0],
    [-0, -0],
    [-(2 ** -149), -(2 ** -149)],
    [1e30, Math.fround(1e30)],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, -1],
    [Number.NaN, Number.NaN],
  ],
});
