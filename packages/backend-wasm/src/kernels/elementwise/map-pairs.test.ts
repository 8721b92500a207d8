import { broadcast_util, Maximum, Mod, Pow, Prelu } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { floats, onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';

onWasm();

const remainder = (x: number, y: number): number => x - y * Math.floor(x / y);

/** Integers of one sign, so that a float32 holds every remainder. */
function integers({ shape, data }: Values): Values {
  return { shape, dtype: 'float32', data: Array.from(data, (value) => 1 + Math.floor(Math.abs(value) * 99)) };
}

/** `law` over the broadcast shape, by index. */
function expectedOf(law: (x: number, y: number) => number, a: Values, b: Values): number[] {
  const shape = broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  const size = shape.reduce((product, side) => product * side, 1);
  return Array.from({ length: size }, (_, position) => law(at(a, position, shape), at(b, position, shape)));
}

function at({ shape, data }: Values, position: number, outShape: readonly number[]): number {
  let [place, stride, left] = [0, 1, position];
  for (let back = 1; back <= outShape.length; back++) {
    const outSize = outShape.at(-back) ?? 1;
    const size = shape.at(-back) ?? 1;
    if (size > 1) place += (left % outSize) * stride;
    stride *= size;
    left = Math.floor(left / outSize);
  }
  return data[place] as number;
}

/** Rows that are joined, with and without some left over; rows of one element; axes between. */
const shapes: readonly (readonly [a: number[], b: number[]])[] = [
  [[4000, 3], [3]],
  [[33], [260, 33]],
  [[5000], [5000]],
  [[4100, 1], [1]],
  [[1, 1], [70]],
  [
    [70, 1],
    [1, 70],
  ],
  [
    [3, 50, 41],
    [3, 1, 41],
  ],
  [
    [2, 3, 1, 900],
    [1, 4, 1],
  ],
  [
    [2, 1, 3, 1, 2, 17],
    [2, 1, 5, 1, 17],
  ],
];

describe.each(shapes)('%j with %j', (aShape, bShape) => {
  const [a, b] = [floats(aShape, 1), floats(bShape, 2)];

  it('maps by a short function', () => {
    expect(Array.from(runKernel(Maximum, { a, b }).data)).toEqual(expectedOf(Math.max, a, b));
  });

  it('maps by a long function', () => {
    const [x, y] = [integers(a), integers(b)];
    expect(Array.from(runKernel(Mod, { a: x, b: y }).data)).toEqual(expectedOf(remainder, x, y));
  });

  it('maps slopes', () => {
    const law = (x: number, slope: number): number => (x < 0 ? Math.fround(slope * x) : x);
    expect(Array.from(runKernel(Prelu, { x: a, alpha: b }).data)).toEqual(expectedOf(law, a, b));
  });
});

it('takes the whole part of powers with negative exponents', () => {
  const a = { shape: [6], dtype: 'int32', data: [1, -1, -1, 2, -7, -(2 ** 31)] } as const;
  const b = { shape: [6], dtype: 'int32', data: [-5, -4, -(2 ** 31) + 1, -1, -3, -1] } as const;
  expect(Array.from(runKernel(Pow, { a, b }).data)).toEqual([1, 1, -1, 0, 0, 0]);
});
