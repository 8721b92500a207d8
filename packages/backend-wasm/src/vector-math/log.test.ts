import { testVectorFunction } from '../testing/vector-function.js';
import { log } from './log.js';

testVectorFunction('log', log, Math.log, {
  ulps: 1,
  range: [0.25, 2],
  exactly: [
    [1, 0],
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [2 ** -149, Math.fround(-149 * Math.LN2)],
    [2 ** -126, Math.fround(-126 * Math.LN2)],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-(2 ** -149), Number.NaN],
    [-1, Number.NaN],
    [Number.NEGATIVE_INFINITY, Number.NaN],
    [Number.NaN, Number.NaN],
  ],
});
