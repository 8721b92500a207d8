import { checkGradient, describeBackends, seededValues, type TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { logSoftmax } from '../ops/log-softmax.js';
import { gradientTable } from './gradient-table.js';
import { refusedGradients } from './refused.js';

/** One function whose derivative goes through the entry of a kernel, and where to differentiate it. */
interface Check {
  readonly f: TensorFunction;
  readonly inputs: readonly tf.Tensor[];
  /** Highest derivative that is defined. Default: 2. */
  readonly order?: 1 | 2;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

/** Values spread evenly over a range. */
function spread(shape: readonly number[], range: readonly [number, number] = [-1, 1], seed = 1): tf.Tensor {
  return tf.tensor(seededValues(seed, sizeOf(shape), range), [...shape]);
}

/**
 * Distinct odd multiples of 1/8 in random order, both signs: no two are closer than 1/4 and none is closer
 * than 1/8 to a multiple of 1/4, so that the steps of the difference cross no kink.
 */
function distinct(shape: readonly number[], seed = 1): tf.Tensor {
  const size = sizeOf(shape);
  const draws = seededValues(seed, size);
  const order = Array.from(draws, (_, index) => index).sort((a, b) => (draws[a] as number) - (draws[b] as number));
  return tf.tensor(
    order.map((rank) => (rank - Math.floor(size / 2)) / 4 + 1 / 8),
    [...shape],
  );
}

const unary = (f: (x: tf.Tensor) => tf.Tensor, range?: readonly [number, number]) => (): Check[] => [
  { f: f as TensorFunction, inputs: [spread([2, 5], range)] },
];

const kinked =
  (f: (x: tf.Tensor) => tf.Tensor, order: 1 | 2 = 2) =>
  (): Check[] => [{ f: f as TensorFunction, inputs: [distinct([3, 5])], order }];

/** Equal shapes, broadcasting of either side and of both, and a scalar. */
const binary =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, a: readonly [number, number] = [-1, 1], b = a) =>
  (): Check[] =>
    (
      [
        [
          [2, 3],
          [2, 3],
        ],
        [[2, 3], [3]],
        [
          [2, 1, 3],
          [4, 1],
        ],
        [[], [2, 3]],
      ] as const
    ).map(([aShape, bShape]) => ({
      f: f as TensorFunction,
      inputs: [spread(aShape, a, 1), spread(bShape, b, 2)],
    }));

/** `x` with a zero at one position. */
function zeroIn(x: tf.Tensor, position: number): tf.Tensor {
  const values = x.dataSync().slice();
  values[position] = 0;
  return tf.tensor(values, x.shape);
}

/** Both directions, with the element itself and without, along the last and the middle axis, and past zeros. */
const cumulative =
  (f: (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor) => (): Check[] =>
    [false, true].flatMap((exclusive) =>
      [false, true].flatMap((reverse) => [
        { f: (x) => f(x as tf.Tensor, 1, exclusive, reverse), inputs: [zeroIn(zeroIn(spread([2, 5]), 2), 3)] },
        { f: (x) => f(x as tf.Tensor, 1, exclusive, reverse), inputs: [spread([2, 3, 2])] },
      ]),
    );

const square = (x: tf.Tensor | undefined): tf.Tensor => tf.square(x as tf.Tensor);

/** Larger, smaller and to one row, with each option. */
const resized = (f: typeof tf.image.resizeBilinear) => (): Check[] =>
  (
    [
      [false, false],
      [true, false],
      [false, true],
    ] as const
  ).flatMap(([alignCorners, halfPixelCenters]) =>
    (
      [
        [7, 6],
        [2, 3],
        [1, 8],
      ] as const
    ).map(([height, width]) => ({
      f: (x) => f(square(x) as tf.Tensor4D, [height, width], alignCorners, halfPixelCenters),
      inputs: [spread([2, 3, 4, 2])],
    })),
  );

/** Windows that overlap and reach over the border, and windows that leave elements out. */
const pools3d: readonly {
  readonly filterSize: [number, number, number];
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid';
}[] = [
  { filterSize: [2, 3, 2], strides: [1, 2, 1], pad: 'same' },
  { filterSize: [2, 2, 1], strides: 2, pad: 'valid' },
];

/** Two boxes that cover each other and one apart. */
const boxes = (): tf.Tensor2D => tf.tensor2d([0, 0, 1, 1, 0, 0, 1, 0.9, 2, 2, 3, 3], [3, 4]);

/** Rows, one of them picked twice, and their segments: the second is empty. */
const picked = (): [tf.Tensor1D, tf.Tensor1D] => [
  tf.tensor1d([3, 0, 3, 1], 'int32'),
  tf.tensor1d([0, 0, 2, 2], 'int32'),
];

/** Positions in two axes, one of them twice. */
const pairs = (): tf.Tensor => tf.tensor([2, 1, 0, 0, 2, 1, 1, 0], [4, 2], 'int32');

const run = (kernelName: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor =>
  tf.engine().runKernel(kernelName, inputs, attributes as tf.NamedAttrMap);

const conv = (strides: number | [number, number], pad: 'same' | 'valid', dilations = 1) => ({
  strides,
  pad,
  dataFormat: 'NHWC',
  dilations: [dilations, dilations],
});

const pool = { filterSize: [3, 2], strides: [2, 1], pad: 'same' };

const x4 = (seed = 1): tf.Tensor => spread([2, 5, 4, 2], [-1, 1], seed);

/** A check or more for every entry of the table. */
const checks: { readonly [kernelName: string]: () => Check[] } = {
  // arithmetic
  [tf.Add]: binary(tf.add),
  [tf.AddN]: () => [
    { f: (...xs) => tf.addN(xs), inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2), spread([2, 3])] },
  ],
  [tf.Sub]: binary(tf.sub),
  [tf.Multiply]: binary(tf.mul),
  [tf.RealDiv]: binary(tf.div, [-1, 1], [0.75, 2]),
  [tf.FloorDiv]: binary(tf.floorDiv, [4.75, 5.5], [2, 2.25]),
  [tf.Mod]: binary(tf.mod, [4.75, 5.5], [2, 2.25]),
  [tf.Pow]: () => [
    ...binary(tf.pow, [1, 2], [-1, 2])(),
    { f: (x) => tf.pow(x as tf.Tensor, 3), inputs: [spread([6], [-1, 1])] },
    { f: (x) => tf.pow(x as tf.Tensor, 0), inputs: [spread([6], [-1, 1])] },
  ],
  [tf.Maximum]: () => [
    { f: (x) => tf.maximum(tf.slice(x as tf.Tensor, 0, 3), tf.slice(x as tf.Tensor, 3, 3)), inputs: [distinct([6])] },
  ],
  [tf.Minimum]: () => [
    { f: (x) => tf.minimum(tf.slice(x as tf.Tensor, 0, 3), tf.slice(x as tf.Tensor, 3, 3)), inputs: [distinct([6])] },
  ],
  [tf.SquaredDifference]: binary(tf.squaredDifference),
  [tf.Atan2]: () => [...binary(tf.atan2, [-2, 2], [0.75, 2])(), ...binary(tf.atan2, [0.75, 2], [-2, 2])()],

  // unary
  [tf.Neg]: unary(tf.neg),
  [tf.Abs]: kinked(tf.abs),
  [tf.Square]: unary(tf.square),
  [tf.Sqrt]: unary(tf.sqrt, [0.75, 3]),
  [tf.Rsqrt]: unary(tf.rsqrt, [0.75, 3]),
  [tf.Reciprocal]: unary(tf.reciprocal, [0.75, 3]),
  [tf.Exp]: unary(tf.exp),
  [tf.Expm1]: unary(tf.expm1),
  [tf.Log]: unary(tf.log, [0.75, 3]),
  [tf.Log1p]: unary(tf.log1p, [-0.25, 3]),
  [tf.Erf]: unary(tf.erf),
  [tf.Sin]: unary(tf.sin, [-2, 2]),
  [tf.Cos]: unary(tf.cos, [-2, 2]),
  [tf.Tan]: unary(tf.tan, [-0.5, 0.5]),
  [tf.Asin]: unary(tf.asin, [-0.5, 0.5]),
  [tf.Acos]: unary(tf.acos, [-0.5, 0.5]),
  [tf.Atan]: unary(tf.atan),
  [tf.Sinh]: unary(tf.sinh),
  [tf.Cosh]: unary(tf.cosh),
  [tf.Tanh]: unary(tf.tanh),
  [tf.Asinh]: unary(tf.asinh),
  [tf.Acosh]: unary(tf.acosh, [1.75, 3]),
  [tf.Atanh]: unary(tf.atanh, [-0.5, 0.5]),
  [tf.ClipByValue]: kinked((x) => tf.clipByValue(x, -1, 0.75)),
  [tf.Sign]: kinked(tf.sign),
  [tf.Step]: kinked((x) => tf.step(x, 0.25)),
  [tf.Floor]: kinked(tf.floor),
  [tf.Ceil]: kinked(tf.ceil),
  [tf.Round]: kinked((x) => tf.round(tf.add(x, 0.5))),
  [tf.ZerosLike]: unary(tf.zerosLike),
  [tf.OnesLike]: unary(tf.onesLike),

  // activation
  [tf.Relu]: kinked(tf.relu),
  [tf.Relu6]: () => [{ f: tf.relu6 as TensorFunction, inputs: [distinct([60])] }],
  [tf.LeakyRelu]: kinked((x) => tf.leakyRelu(x, 0.3)),
  [tf.Prelu]: () => [
    { f: (x, alpha) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor), inputs: [distinct([3, 5]), spread([5])] },
    { f: (x, alpha) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor), inputs: [distinct([3, 5]), spread([3, 5])] },
  ],
  [tf.Elu]: kinked(tf.elu),
  [tf.Selu]: kinked(tf.selu),
  [tf.Sigmoid]: unary(tf.sigmoid, [-3, 3]),
  [tf.Softplus]: unary(tf.softplus, [-3, 3]),
  [tf.Softmax]: () => [{ f: (x) => tf.softmax(x as tf.Tensor), inputs: [spread([3, 4], [-2, 2])] }],

  // comparison: the decision picks between two functions, or scales one
  ...Object.fromEntries(
    (
      [
        [tf.Equal, tf.equal],
        [tf.NotEqual, tf.notEqual],
        [tf.Greater, tf.greater],
        [tf.GreaterEqual, tf.greaterEqual],
        [tf.Less, tf.less],
        [tf.LessEqual, tf.lessEqual],
      ] as const
    ).map(([kernelName, compare]) => [
      kernelName,
      (): Check[] => [
        {
          f: (a, b) =>
            tf.where(compare(a as tf.Tensor, b as tf.Tensor), tf.exp(a as tf.Tensor), tf.square(a as tf.Tensor)),
          inputs: [spread([2, 3], [-0.5, 0]), spread([3], [0.25, 0.5])],
        },
      ],
    ]),
  ),
  [tf.LogicalAnd]: kinked((x) => tf.where(tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1)), tf.sin(x), x)),
  [tf.LogicalOr]: kinked((x) => tf.where(tf.logicalOr(tf.greater(x, 1), tf.less(x, 0)), tf.sin(x), x)),
  [tf.LogicalNot]: kinked((x) => tf.where(tf.logicalNot(tf.greater(x, 0)), tf.sin(x), x)),
  [tf.IsNan]: unary((x) => tf.where(tf.isNaN(x), x, tf.exp(x))),
  [tf.IsInf]: unary((x) => tf.where(tf.isInf(x), x, tf.exp(x))),
  [tf.IsFinite]: unary((x) => tf.where(tf.isFinite(x), tf.exp(x), x)),
  [tf.ArgMax]: kinked((x) => tf.mul(tf.cast(tf.argMax(x, 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.ArgMin]: kinked((x) => tf.mul(tf.cast(tf.argMin(x, 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.OneHot]: kinked((x) => tf.sum(tf.mul(tf.cast(tf.oneHot(tf.argMax(x, 1), 5), 'float32'), tf.sin(x)), 1)),

  [tf.All]: kinked((x) => tf.mul(tf.cast(tf.all(tf.greater(x, -1.5), 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.Any]: kinked((x) => tf.mul(tf.cast(tf.any(tf.greater(x, 1.5), 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.BitwiseAnd]: kinked((x) => {
    const isOdd = tf.bitwiseAnd(tf.cast(x, 'int32'), tf.fill([3, 5], 1, 'int32'));
    return tf.mul(tf.cast(isOdd, 'float32'), tf.sin(x));
  }),
  [tf.SearchSorted]: kinked((x) =>
    tf.mul(
      tf.cast(tf.searchSorted(tf.tensor1d([-1, 0, 1]), tf.reshape(x, [15])), 'float32'),
      tf.reshape(tf.sin(x), [15]),
    ),
  ),
  [tf.Multinomial]: kinked((x) =>
    tf.mul(tf.cast(tf.multinomial(tf.mul(x, 0) as tf.Tensor2D, 5, 1), 'float32'), tf.sin(x)),
  ),
  [tf.NonMaxSuppressionV3]: () => [
    {
      f: (scores) =>
        tf.gather(tf.sin(scores as tf.Tensor), tf.image.nonMaxSuppression(boxes(), scores as tf.Tensor1D, 2)),
      inputs: [distinct([3])],
    },
  ],
  [tf.NonMaxSuppressionV4]: () => [
    {
      f: (scores) => {
        const kept = tf.image.nonMaxSuppressionPadded(boxes(), scores as tf.Tensor1D, 2);
        return tf.gather(tf.sin(scores as tf.Tensor), kept['selectedIndices'] as tf.Tensor1D);
      },
      inputs: [distinct([3])],
    },
  ],

  // reduction
  [tf.Sum]: () => [
    { f: (x) => tf.sum(x as tf.Tensor), inputs: [spread([2, 3])] },
    { f: (x) => tf.sum(x as tf.Tensor, [0, 2]), inputs: [spread([2, 3, 2])] },
    { f: (x) => tf.sum(tf.square(x as tf.Tensor), -1, true), inputs: [spread([2, 3])] },
  ],
  [tf.Mean]: () => [
    { f: (x) => tf.mean(x as tf.Tensor), inputs: [spread([2, 3])] },
    { f: (x) => tf.mean(tf.square(x as tf.Tensor), 1), inputs: [spread([2, 3, 2])] },
  ],
  [tf.Max]: () => [
    { f: (x) => tf.max(x as tf.Tensor, 1), inputs: [distinct([2, 3, 2])] },
    { f: (x) => tf.max(x as tf.Tensor), inputs: [distinct([2, 3])] },
  ],
  [tf.Min]: () => [
    { f: (x) => tf.min(x as tf.Tensor, [0, 1], true), inputs: [distinct([2, 3, 2])] },
    { f: (x) => tf.min(x as tf.Tensor), inputs: [distinct([2, 3])] },
  ],

  // cumulative
  [tf.Cumsum]: cumulative((x, axis, exclusive, reverse) => tf.cumsum(tf.square(x), axis, exclusive, reverse)),
  [tf.Cumprod]: cumulative(tf.cumprod),
  [tf.Prod]: () => [
    ...[zeroIn(spread([2, 2]), 2), zeroIn(zeroIn(spread([2, 2]), 1), 2), spread([3])].map((x) => ({
      f: (at?: tf.Tensor) => tf.add(tf.prod(at as tf.Tensor), tf.sum(square(at))),
      inputs: [x],
    })),
    { f: (x) => tf.prod(x as tf.Tensor, [0, 2]), inputs: [zeroIn(spread([2, 3, 2]), 4)] },
    { f: (x) => tf.prod(x as tf.Tensor, -2, true), inputs: [spread([2, 3, 2])] },
  ],

  // matrix
  [tf.BatchMatMul]: () =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => ({
        f: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB),
        inputs: [spread(transposeA ? [2, 4, 3] : [2, 3, 4]), spread(transposeB ? [1, 2, 4] : [1, 4, 2], [-1, 1], 2)],
      })),
    ),

  [tf.Einsum]: () =>
    (
      [
        ['ij,jk->ik', [2, 3], [3, 4]],
        ['bij,bkj->bik', [2, 2, 3], [2, 4, 3]],
        ['bqhd,bkhd->bhqk', [2, 2, 2, 3], [2, 3, 2, 3]], // the scores of attention
        ['ij,kj->ki', [2, 3], [4, 3]], // transposed output
        ['i,i->', [4], [4]],
        ['i,j->ij', [2], [3]],
        // a label that is summed alone: the kernel of tfjs throws
        ...(tf.getBackend() === 'wasm'
          ? ([
              ['ij,jk->k', [2, 3], [3, 4]],
              ['i,j->', [2], [3]],
            ] as const)
          : []),
      ] as const
    )
      .map(
        ([equation, a, b]): Check => ({
          f: (x, y) => tf.einsum(equation, x as tf.Tensor, y as tf.Tensor),
          inputs: [spread(a), spread(b, [-1, 1], 2)],
        }),
      )
      .concat(
        ['ijk->ki', 'ijk->', 'ijk->kij'].map((equation) => ({
          f: (x) => tf.einsum(equation, square(x)),
          inputs: [spread([2, 3, 2])],
        })),
      ),

  // rearrangement
  [tf.Identity]: unary(tf.clone),
  [tf.Cast]: () => [
    ...unary((x) => tf.cast(x, 'float32'))(),
    ...kinked((x) => tf.mul(tf.cast(tf.cast(x, 'int32'), 'float32'), x))(),
    ...kinked((x) => tf.mul(tf.cast(tf.cast(tf.relu(x), 'bool'), 'float32'), x))(),
  ],
  [tf.Reshape]: unary((x) => tf.reshape(x, [5, 2])),
  [tf.ExpandDims]: unary((x) => tf.expandDims(x, 1)),
  [tf.Transpose]: () => [{ f: (x) => tf.transpose(x as tf.Tensor, [2, 0, 1]), inputs: [spread([2, 3, 4])] }],
  [tf.Reverse]: () => [{ f: (x) => tf.reverse(x as tf.Tensor, [-1, 0]), inputs: [spread([2, 3, 4])] }],
  [tf.FlipLeftRight]: () => [
    { f: (x) => tf.image.flipLeftRight(square(x) as tf.Tensor4D), inputs: [spread([2, 2, 3, 2])] },
  ],
  [tf.Slice]: () => [
    { f: (x) => tf.slice(x as tf.Tensor, [1, 0, 2], [1, -1, 2]), inputs: [spread([2, 3, 4])] },
    { f: (x) => tf.slice(square(x), [0, 0, 1, 0, 1], [-1, -1, 1, -1, 1]), inputs: [spread([1, 2, 3, 1, 2])] },
  ],
  [tf.Concat]: () => [
    {
      f: (a, b) => tf.concat([a as tf.Tensor, b as tf.Tensor], -1),
      inputs: [spread([2, 3]), spread([2, 1], [-1, 1], 2)],
    },
  ],
  [tf.Pack]: () => [
    {
      f: (a, b) => tf.stack([a as tf.Tensor, b as tf.Tensor], 1),
      inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2)],
    },
  ],
  [tf.Unpack]: () => [
    {
      f: (x) => {
        const [first, , third] = tf.unstack(x as tf.Tensor, 1);
        return tf.mul(first as tf.Tensor, third as tf.Tensor); // the second part has no gradient of its own
      },
      inputs: [spread([2, 3])],
    },
  ],
  [tf.SplitV]: () => [
    {
      f: (x) => {
        const [first, second] = tf.split(x as tf.Tensor, [1, 2, 1], -1);
        return tf.mul(first as tf.Tensor, second as tf.Tensor);
      },
      inputs: [spread([2, 4])],
    },
  ],
  [tf.Tile]: () => [
    { f: (x) => tf.tile(x as tf.Tensor, [2, 1, 3]), inputs: [spread([2, 3, 2])] },
    { f: (x) => tf.tile(x as tf.Tensor, [2, 3, 1, 2]), inputs: [spread([1, 2, 2, 2])] }, // all at once were 8 axes
  ],
  [tf.PadV2]: () => [
    {
      f: (x) =>
        tf.pad(x as tf.Tensor, [
          [1, 0],
          [0, 2],
        ]),
      inputs: [spread([2, 3])],
    },
  ],
  [tf.Select]: () => [
    {
      f: (a, b) => tf.where(tf.tensor([1, 0, 1, 0, 1, 1], [2, 3], 'bool'), a as tf.Tensor, b as tf.Tensor),
      inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2)],
    },
    {
      f: (x) => tf.where(tf.greater(x as tf.Tensor, 0), tf.square(x as tf.Tensor), tf.exp(x as tf.Tensor)),
      inputs: [distinct([2, 3])],
    },
  ],

  // strided slice
  [tf.StridedSlice]: () => [
    { f: (x) => tf.stridedSlice(square(x), [1, 0], [5, 4], [2, 3]), inputs: [spread([5, 4])] },
    { f: (x) => tf.stridedSlice(square(x), [-1, -2], [0, 0], [-2, -1], 0, 2), inputs: [spread([5, 4])] },
    // [3:0:-1, ..., new axis, 0:2]
    {
      f: (x) => tf.stridedSlice(square(x), [3, 0, 0, 0], [0, 0, 0, 2], [-1, 1, 1, 1], 0, 0, 2, 4),
      inputs: [spread([5, 2, 3])],
    },
    // [1:4, ..., new axis, 1]: tfjs drops an axis rightly only where every stride is 1
    {
      f: (x) => tf.stridedSlice(square(x), [1, 0, 0, 1], [4, 0, 0, 2], [1, 1, 1, 1], 0, 0, 2, 4, 8),
      inputs: [spread([5, 2, 3])],
    },
  ],
  [tf.MirrorPad]: () =>
    (['reflect', 'symmetric'] as const).map((mode) => ({
      f: (x) =>
        tf.mirrorPad(
          square(x),
          [
            [2, 1],
            [0, 3],
            [0, 0],
          ],
          mode,
        ),
      inputs: [spread([3, 4, 2])],
    })),

  // space to batch
  [tf.SpaceToBatchND]: () => [
    {
      f: (x) =>
        tf.spaceToBatchND(
          square(x),
          [2, 3],
          [
            [1, 0],
            [1, 1],
          ],
        ),
      inputs: [spread([2, 3, 4, 2])],
    },
  ],
  [tf.BatchToSpaceND]: () => [
    {
      f: (x) =>
        tf.batchToSpaceND(
          square(x),
          [2, 3],
          [
            [1, 0],
            [1, 1],
          ],
        ),
      inputs: [spread([6, 2, 2, 2])],
    },
  ],
  [tf.DepthToSpace]: () => [
    { f: (x) => tf.depthToSpace(square(x) as tf.Tensor4D, 2), inputs: [spread([2, 3, 2, 8])] },
    ...(tf.getBackend() === 'cpu' // whose kernel refuses channels first
      ? []
      : [
          {
            f: (x: tf.Tensor) => tf.depthToSpace(square(x) as tf.Tensor4D, 2, 'NCHW'),
            inputs: [spread([2, 8, 3, 2])],
          },
        ]),
  ],

  // convolution
  [tf.Conv2D]: () =>
    [conv(1, 'same'), conv([2, 1], 'valid'), conv(1, 'same', 2), conv(1, 'valid', 2)].map((attributes) => ({
      f: (x, filter) => run(tf.Conv2D, { x, filter } as tf.NamedTensorMap, attributes),
      inputs: [x4(), spread([2, 2, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv2DBackpropInput]: () => [
    {
      f: (dy, filter) =>
        run(tf.Conv2DBackpropInput, { dy, filter } as tf.NamedTensorMap, {
          ...conv([2, 1], 'same'),
          inputShape: [2, 5, 4, 2],
        }),
      inputs: [spread([2, 3, 4, 3]), spread([3, 2, 2, 3], [-1, 1], 2)],
    },
  ],
  [tf.Conv2DBackpropFilter]: () => [
    {
      f: (x, dy) =>
        run(tf.Conv2DBackpropFilter, { x, dy } as tf.NamedTensorMap, {
          ...conv([2, 1], 'same'),
          filterShape: [3, 2, 2, 3],
        }),
      inputs: [x4(), spread([2, 3, 4, 3], [-1, 1], 2)],
    },
  ],
  [tf.Conv3D]: () =>
    (
      [
        [1, 'same', 1],
        [[2, 1, 2], 'same', 1],
        [2, 'valid', 1],
        [1, 'valid', [1, 2, 1]],
      ] as const
    ).map(([strides, pad, dilations]) => ({
      f: (x, filter) =>
        tf.conv3d(
          x as tf.Tensor5D,
          filter as tf.Tensor5D,
          strides as number,
          pad,
          'NDHWC',
          dilations as [number, number, number],
        ),
      inputs: [spread([2, 3, 4, 5, 2]), spread([2, 2, 3, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv3DBackpropInputV2]: () =>
    (['same', 'valid'] as const).map((pad) => ({
      f: (dy, filter) =>
        tf.conv3dTranspose(
          dy as tf.Tensor5D,
          filter as tf.Tensor5D,
          [1, pad === 'same' ? 3 : 4, 4, 5, 2],
          [2, 1, 2],
          pad,
        ),
      inputs: [spread(pad === 'same' ? [1, 2, 4, 3, 3] : [1, 2, 3, 2, 3]), spread([2, 2, 3, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv3DBackpropFilterV2]: () =>
    [1, 2].map((strides) => ({
      f: (x, dy) =>
        run(tf.Conv3DBackpropFilterV2, { x, dy } as tf.NamedTensorMap, {
          strides: [strides, strides, strides],
          pad: 'valid',
          filterShape: [2, 2, 3, 2, 3],
        }),
      inputs: [spread([1, 3, 4, 5, 2]), spread(strides === 1 ? [1, 2, 3, 3, 3] : [1, 1, 2, 2, 3], [-1, 1], 2)],
    })),
  [tf.DepthwiseConv2dNative]: () =>
    [conv(1, 'same'), conv(2, 'valid'), conv(1, 'same', 2), { ...conv(1, 'valid'), dilations: [1, 3] }].map(
      (attributes) => ({
        f: (x, filter) => run(tf.DepthwiseConv2dNative, { x, filter } as tf.NamedTensorMap, attributes),
        inputs: [x4(), spread([3, 2, 2, 2], [-1, 1], 2)],
      }),
    ),
  [tf.DepthwiseConv2dNativeBackpropInput]: () => [
    {
      f: (dy, filter) =>
        run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter } as tf.NamedTensorMap, {
          ...conv(2, 'same'),
          inputShape: [2, 5, 4, 2],
        }),
      inputs: [spread([2, 3, 2, 4]), spread([3, 2, 2, 2], [-1, 1], 2)],
    },
  ],
  [tf.DepthwiseConv2dNativeBackpropFilter]: () => [
    {
      f: (x, dy) =>
        run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy } as tf.NamedTensorMap, {
          ...conv(2, 'same'),
          filterShape: [3, 2, 2, 2],
        }),
      inputs: [x4(), spread([2, 3, 2, 4], [-1, 1], 2)],
    },
  ],

  // pooling
  [tf.MaxPool]: () => [
    { f: (x) => run(tf.MaxPool, { x } as tf.NamedTensorMap, pool), inputs: [distinct([1, 5, 4, 2])] },
    {
      f: (x) => run(tf.MaxPool, { x: tf.exp(x as tf.Tensor) } as tf.NamedTensorMap, { ...pool, pad: 'valid' }),
      inputs: [distinct([1, 5, 4, 1])],
    },
  ],
  [tf.MaxPoolWithArgmax]: () => [
    {
      f: (x) => tf.maxPoolWithArgmax(tf.exp(x as tf.Tensor4D), [3, 2], [2, 1], 'same')['result'] as tf.Tensor,
      inputs: [distinct([1, 5, 4, 1])],
    },
  ],
  [tf.MaxPoolGrad]: () =>
    [pool, { filterSize: 2, strides: 2, pad: 'valid' }].map((attributes) => {
      const input = tf.relu(distinct([1, 5, 4, 2])); // with ties
      const output = run(tf.MaxPool, { x: input }, attributes);
      return {
        f: (dy) => run(tf.MaxPoolGrad, { dy: square(dy), input, output }, attributes),
        inputs: [spread(output.shape)],
      };
    }),
  [tf.AvgPool]: () => [{ f: (x) => run(tf.AvgPool, { x } as tf.NamedTensorMap, pool), inputs: [x4()] }],
  [tf.AvgPoolGrad]: () => [
    {
      f: (dy) => run(tf.AvgPoolGrad, { dy, input: x4() } as tf.NamedTensorMap, pool),
      inputs: [spread([2, 3, 4, 2], [-1, 1], 2)],
    },
  ],

  [tf.AvgPool3D]: () =>
    pools3d.map(({ filterSize, strides, pad }) => ({
      f: (x) => tf.avgPool3d(square(x) as tf.Tensor5D, filterSize, strides as number, pad),
      inputs: [spread([1, 3, 5, 4, 2])],
    })),
  [tf.MaxPool3D]: () =>
    pools3d.map(({ filterSize, strides, pad }) => ({
      // positive: the kernel of wasm starts from the smallest positive number
      f: (x) => tf.maxPool3d(tf.exp(tf.mul(x as tf.Tensor, 0.25)) as tf.Tensor5D, filterSize, strides as number, pad),
      inputs: [distinct([1, 2, 3, 4, 2])],
    })),

  // normalisation
  [tf.FusedBatchNorm]: () => [
    {
      f: (x, mean, variance, offset, scale) =>
        tf.batchNorm(
          x as tf.Tensor,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          0.01,
        ),
      inputs: [spread([4, 3]), spread([3]), spread([3], [0.75, 2]), spread([3], [-1, 1], 2), spread([3], [-1, 1], 3)],
    },
  ],

  [tf.LRN]: () =>
    [1, 5].map((radius) => ({
      f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, radius, 1.5, 0.75, 0.75),
      inputs: [spread([1, 2, 2, 5])],
    })),

  // resize
  [tf.ResizeBilinear]: resized(tf.image.resizeBilinear),
  [tf.ResizeNearestNeighbor]: resized(tf.image.resizeNearestNeighbor),

  // gather
  [tf.GatherV2]: () => [
    { f: (x) => tf.gather(x as tf.Tensor, tf.tensor([2, 0, 2, 1], [2, 2], 'int32')), inputs: [spread([3, 2])] },
    { f: (x) => tf.gather(tf.square(x as tf.Tensor), tf.tensor1d([3, 3, 0], 'int32'), 1), inputs: [spread([2, 4, 2])] },
    // one batch axis, one axis before the one that is read
    {
      f: (x) => tf.gather(square(x), tf.tensor([2, 0, 0, 0], [2, 2], 'int32'), 2, 1),
      inputs: [spread([2, 2, 3, 2])],
    },
    // wasm finds the indices of a batch only where there are as many as batches
    ...(tf.getBackend() === 'wasm'
      ? []
      : [
          {
            f: (x: tf.Tensor) => tf.gather(square(x), tf.tensor([2, 0, 2, 1, 1, 1, 0, 2], [2, 2, 2], 'int32'), 2, 1),
            inputs: [spread([2, 2, 3, 2])],
          },
          {
            f: (x: tf.Tensor) => tf.gather(square(x), tf.tensor([2, 0, 2, 1, 0, 0, 1, 2], [2, 2, 2], 'int32'), 2, 2),
            inputs: [spread([2, 2, 3])],
          },
        ]),
  ],
  [tf.UnsortedSegmentSum]: () => [
    {
      f: (x) => tf.unsortedSegmentSum(x as tf.Tensor, tf.tensor1d([1, 0, 1, -1], 'int32'), 3),
      inputs: [spread([4, 2])],
    },
  ],
  [tf.SparseSegmentSum]: () => [
    { f: (x) => tf.sparse.sparseSegmentSum(square(x) as tf.Tensor2D, ...picked()), inputs: [spread([4, 2])] },
  ],
  [tf.SparseSegmentMean]: () => [
    { f: (x) => tf.sparse.sparseSegmentMean(square(x) as tf.Tensor2D, ...picked()), inputs: [spread([4, 2])] },
  ],
  [tf.GatherNd]: () => [
    { f: (x) => tf.gatherND(square(x), pairs()), inputs: [spread([3, 2, 2])] },
    { f: (x) => tf.gatherND(square(x), tf.tensor2d([[2], [0], [2]], [3, 1], 'int32')), inputs: [spread([3, 2])] },
  ],
  [tf.ScatterNd]: () => [
    { f: (updates) => tf.scatterND(pairs(), square(updates), [3, 2, 2]), inputs: [spread([4, 2])] },
    { f: (updates) => tf.scatterND(pairs(), square(updates), [3, 2]), inputs: [spread([4])] },
  ],
  [tf.TensorScatterUpdate]: () => [
    {
      f: (x, updates) => tf.tensorScatterUpdate(square(x), tf.tensor2d([[2], [0]], [2, 1], 'int32'), square(updates)),
      inputs: [spread([4, 3]), spread([2, 3], [-1, 1], 2)],
    },
  ],
  [tf.SparseToDense]: () => [
    {
      f: (values, rest) =>
        tf.sparseToDense(
          tf.tensor2d(
            [
              [1, 0],
              [0, 2],
              [1, 1],
            ],
            [3, 2],
            'int32',
          ),
          square(values) as tf.Tensor1D,
          [2, 3],
          square(rest) as tf.Scalar,
        ),
      inputs: [spread([3]), spread([], [1, 2])],
    },
    {
      f: (values) => tf.sparseToDense(tf.tensor1d([3, 0], 'int32'), square(values) as tf.Scalar, [5], tf.scalar(0)),
      inputs: [spread([], [1, 2])],
    },
  ],
  [tf.TopK]: () => [
    { f: (x) => tf.topk(tf.exp(x as tf.Tensor), 2).values, inputs: [distinct([2, 3, 4])] },
    { f: (x) => tf.topk(tf.exp(x as tf.Tensor), 3, false).values, inputs: [distinct([5])] },
    {
      f: (x) => {
        const { values, indices } = tf.topk(x as tf.Tensor, 2);
        return tf.mul(tf.square(values), tf.gather(tf.sin(x as tf.Tensor), tf.reverse(indices)));
      },
      inputs: [distinct([6])],
    },
  ],
  [tf.Diag]: () => [
    { f: (x) => tf.diag(square(x)), inputs: [spread([4])] },
    { f: (x) => tf.diag(square(x)), inputs: [spread([2, 3])] },
  ],
};

describe('gradientTable', () => {
  it('has a check for every entry that does not refuse, and no check without one', () => {
    const refused = refusedGradients.map(({ kernelName }) => kernelName); // checked in missing-gradient.test.ts
    expect([...Object.keys(checks), ...refused].sort()).toEqual([...gradientTable.keys()].sort());
  });
});

describeBackends('gradientTable', () => {
  it.for(Object.entries(checks))('%s agrees with finite differences', ([kernelName, makeChecks], { skip }) => {
    const entry = gradientTable.get(kernelName);
    expect(entry).toBeDefined();
    const gradFunc = vi.spyOn(entry as tf.GradConfig, 'gradFunc');
    const isChecked = tf.tidy(() => {
      const list = makeChecks();
      for (const { f, inputs, order = 2 } of list) checkGradient(f, inputs, { order });
      return list.length > 0;
    });
    const { length: uses } = gradFunc.mock.calls;
    gradFunc.mockRestore();
    if (!isChecked) skip('the kernel itself is wrong on this backend');
    expect(uses, 'uses of the entry itself').toBeGreaterThan(0);
  });

  it('logSoftmax agrees with finite differences', () => {
    tf.tidy(() => {
      checkGradient((x) => logSoftmax(x as tf.Tensor), [spread([3, 4], [-2, 2])]);
      checkGradient((x) => logSoftmax(x as tf.Tensor, 0), [spread([3, 4], [-2, 2])]);
    });
  });
});
