import { f32x4 } from '../assembler/operators.js';
import { testVectorFunction } from '../testing/vector-function.js';
import { exp, expOfNegative } from './exp.js';

const exactly = [
  [0, 1],
  [-0, 1],
  [-(2 ** -149), 1],
  [Number.NEGATIVE_INFINITY, 0],
  [Number.NaN, Number.NaN],
  [-103.97207, 2 ** -149],
  [-103.97209, 0],
  [-1e30, 0],
] as const;

testVectorFunction('exp', exp, Math.exp, {
  ulps: 1.1,
  range: [-110, 95],
  exactly: [
    ...exactly,
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [1e30, Number.POSITIVE_INFINITY],
    [88.72284, Number.POSITIVE_INFINITY],
  ],
});

testVectorFunction(
  'expOfNegative',
  (f, x) => expOfNegative(f, f32x4.neg(f32x4.abs(x))),
  (x) => Math.exp(-Math.abs(x)),
  { ulps: 1.1, range: [-110, 0], exactly },
);
