/** The kernels that we have replaced, in sizes of real networks and in those where the old ones might win. */
import { valuesOf } from './host-values.mjs';

/** @typedef {typeof import('@tensorflow/tfjs-core')} Core */
/** @typedef {{ [name: string]: number[] }} Shapes */
/** @typedef {{ name: string, kernel: string, inputs: Shapes | number[][], attributes: object, integers?: { [name: string]: number } }} KernelCase */

/**
 * @param {string} kernel
 * @param {Shapes | number[][]} inputs - Shapes by name, or a list of them for a kernel that takes a list.
 * @param {object} attributes
 * @param {{ [name: string]: number }} [integers] - Inputs of int32, and the number that theirs stay below.
 * @returns {KernelCase}
 */
function kernelCase(kernel, inputs, attributes, integers = {}) {
  const sizes = Object.values(inputs).map((shape) => shape.join('x'));
  const rest = JSON.stringify(attributes).replaceAll(/["{}]/g, '').slice(0, 60);
  return { name: `${kernel} ${sizes.join(' ')} ${rest}`.slice(0, 57), kernel, inputs, attributes, integers };
}

/**
 * @param {number} rows
 * @param {number} inner
 * @param {number} columns
 */
function products(rows, inner, columns) {
  return [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      kernelCase(
        'BatchMatMul',
        {
          a: transposeA ? [1, inner, rows] : [1, rows, inner],
          b: transposeB ? [1, columns, inner] : [1, inner, columns],
        },
        { transposeA, transposeB },
      ),
    ),
  );
}

/**
 * Forward pass and both gradients of a convolution of images.
 *
 * @param {number[]} xShape
 * @param {number[]} filterShape
 * @param {number} stride
 * @param {'same' | 'valid'} pad
 */
function convolutions(xShape, filterShape, stride, pad) {
  const [batch = 0, height = 0, width = 0] = xShape;
  const [filterHeight = 0, filterWidth = 0, , filters = 0] = filterShape;
  const size = (/** @type {number} */ side, /** @type {number} */ window) =>
    Math.ceil((pad === 'same' ? side : side - window + 1) / stride);
  const dy = [batch, size(height, filterHeight), size(width, filterWidth), filters];
  const attributes = { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1] };
  return [
    kernelCase('Conv2D', { x: xShape, filter: filterShape }, attributes),
    kernelCase('Conv2DBackpropInput', { dy, filter: filterShape }, { ...attributes, inputShape: xShape }),
    kernelCase('Conv2DBackpropFilter', { x: xShape, dy }, { ...attributes, filterShape }),
  ];
}

/**
 * @param {number[]} xShape
 * @param {number} size
 */
function poolings(xShape, size) {
  const attributes = { filterSize: [size, size], strides: [size, size], pad: 'valid' };
  const [batch = 0, height = 0, width = 0, channels = 0] = xShape;
  const output = [batch, Math.floor(height / size), Math.floor(width / size), channels];
  return [
    kernelCase('MaxPool', { x: xShape }, attributes),
    kernelCase('AvgPool', { x: xShape }, attributes),
    kernelCase('MaxPoolGrad', { dy: output, input: xShape, output }, attributes),
    kernelCase('AvgPoolGrad', { dy: output, input: xShape }, attributes),
  ];
}

const dilation = { strides: [1, 1], pad: 'same', dilations: [1, 1] };

/** @param {number[]} x */
function dilations(x) {
  const filter = [3, 3, x.at(-1) ?? 1];
  return [
    kernelCase('Dilation2D', { x, filter }, dilation),
    kernelCase('Dilation2DBackpropInput', { x, filter, dy: x }, dilation),
    kernelCase('Dilation2DBackpropFilter', { x, filter, dy: x }, dilation),
  ];
}

/** Functions of one number that cost more than their call. */
const functions = 'Sin Cos Log1p Selu Sign Exp Expm1 Log Tanh Sigmoid Erf Softplus Elu'.split(' ');

/** Kernels of ours on few elements, where the time is that of the call. */
const calls = [
  ...functions.map((kernel) => kernelCase(kernel, { x: [4] }, {})),
  kernelCase('Abs', { x: [4] }, {}),
  kernelCase('Square', { x: [4] }, {}),
  kernelCase('Relu', { x: [4] }, {}),
  kernelCase('Prelu', { x: [4], alpha: [4] }, {}),
  kernelCase('Relu6', { x: [4] }, {}),
  kernelCase('ClipByValue', { x: [4] }, { clipValueMin: -0.2, clipValueMax: 0.2 }),
  kernelCase('Maximum', { a: [4], b: [4] }, {}),
  kernelCase('Cast', { x: [4] }, { dtype: 'int32' }),
  kernelCase('Identity', { x: [4] }, {}),
  kernelCase('Fill', {}, { shape: [4], value: 1, dtype: 'float32' }),
  kernelCase('Bincount', { x: [4], weights: [0] }, { size: 4 }, { x: 4, weights: 1 }),
  kernelCase('Slice', { x: [4] }, { begin: [1], size: [2] }),
  kernelCase('Tile', { x: [4] }, { reps: [2] }),
  kernelCase('Concat', [[2], [2]], { axis: 0 }),
  kernelCase('Pack', [[2], [2]], { axis: 0 }),
  kernelCase('Unpack', { value: [2, 2] }, { axis: 0 }),
  kernelCase('SplitV', { x: [4] }, { numOrSizeSplits: 2, axis: 0 }),
  kernelCase('GatherV2', { x: [4], indices: [2] }, { axis: 0, batchDims: 0 }, { indices: 4 }),
  kernelCase('GatherNd', { params: [2, 2], indices: [2, 2] }, {}, { indices: 2 }),
  kernelCase('ScatterNd', { indices: [2, 1], updates: [2] }, { shape: [4] }, { indices: 4 }),
];

const depthwise = { strides: [1, 1], pad: 'same', dilations: [1, 1] };

const square = products(256, 256, 256);

/** The product by which a machine is judged: its name, and its floating-point operations. */
export const productCase = { name: /** @type {KernelCase} */ (square[0]).name, flop: 2 * 256 ** 3 };

/** @type {readonly KernelCase[]} */
export const kernelCases = [
  ...products(64, 784, 256),
  ...square,
  ...products(1, 256, 256),
  ...products(3, 128, 64),
  ...products(4, 512, 512),
  ...products(1000, 16, 3),
  ...convolutions([32, 28, 28, 1], [3, 3, 1, 32], 1, 'valid'),
  ...convolutions([32, 13, 13, 32], [3, 3, 32, 64], 1, 'valid'),
  ...convolutions([8, 28, 28, 64], [1, 1, 64, 128], 1, 'same'),
  ...convolutions([4, 28, 28, 16], [3, 3, 16, 32], 2, 'same'),
  ...convolutions([4, 14, 14, 128], [3, 3, 128, 128], 1, 'same'),
  ...convolutions([1, 64, 64, 3], [7, 7, 3, 64], 2, 'same'),
  ...poolings([32, 26, 26, 32], 2),
  ...poolings([8, 28, 28, 1], 2),
  ...poolings([8, 28, 28, 3], 2),
  kernelCase('DepthwiseConv2dNative', { x: [8, 28, 28, 32], filter: [3, 3, 32, 1] }, depthwise),
  kernelCase(
    'DepthwiseConv2dNativeBackpropInput',
    { dy: [8, 28, 28, 32], filter: [3, 3, 32, 1] },
    { ...depthwise, inputShape: [8, 28, 28, 32] },
  ),
  kernelCase(
    'DepthwiseConv2dNativeBackpropFilter',
    { x: [8, 28, 28, 32], dy: [8, 28, 28, 32] },
    { ...depthwise, filterShape: [3, 3, 32, 1] },
  ),
  kernelCase('Sqrt', { x: [100_000] }, {}),
  kernelCase('Sum', { x: [32, 26, 26, 32] }, { axis: [0, 1, 2], keepDims: false }),
  kernelCase('Sum', { x: [64, 256] }, { axis: [0], keepDims: false }),
  kernelCase('Sum', { x: [64, 256] }, { axis: [1], keepDims: true }),
  kernelCase('Sum', { x: [64, 10] }, { axis: [1], keepDims: false }),
  kernelCase('Sum', { x: [32, 50, 16] }, { axis: [1], keepDims: false }),
  kernelCase('Sum', { x: [100_000] }, { axis: [0], keepDims: false }),
  kernelCase('Sum', { x: [4] }, { axis: [0], keepDims: false }),
  kernelCase('ClipByValue', { x: [100_000] }, { clipValueMin: -0.2, clipValueMax: 0.2 }),
  kernelCase('Relu6', { x: [100_000] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300, 300] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300] }, {}),
  kernelCase('Minimum', { a: [300, 300], b: [1] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300, 1] }, {}),
  ...functions.map((kernel) => kernelCase(kernel, { x: [100_000] }, {})),
  ...['Abs', 'Neg'].map((kernel) => kernelCase(kernel, { x: [100_000] }, {}, { x: 1000 })),
  kernelCase('FloorDiv', { a: [100_000], b: [100_000] }, {}, { a: 1000, b: 10 }),
  kernelCase('FloorDiv', { a: [300, 300], b: [300, 1] }, {}, { a: 1000, b: 10 }),
  kernelCase('Mod', { a: [100_000], b: [100_000] }, {}),
  kernelCase('Mod', { a: [30_000, 3], b: [3] }, {}),
  kernelCase('Pow', { a: [100_000], b: [1] }, {}, { a: 10, b: 4 }),
  kernelCase('Prelu', { x: [300, 300], alpha: [300, 300] }, {}),
  kernelCase('Prelu', { x: [8, 28, 28, 32], alpha: [32] }, {}),
  kernelCase('ArgMax', { x: [1000, 100] }, { axis: 1 }),
  kernelCase('ArgMax', { x: [1000, 100] }, { axis: 0 }),
  kernelCase('LinSpace', {}, { start: 0, stop: 1, num: 100_000 }),
  kernelCase('Range', {}, { start: 0, stop: 100_000, step: 1, dtype: 'float32' }),
  kernelCase('Cast', { x: [100_000] }, { dtype: 'int32' }),
  kernelCase('Cast', { x: [100_000] }, { dtype: 'bool' }),
  kernelCase('Identity', { x: [100_000] }, {}),
  kernelCase('Slice', { x: [64, 64, 32] }, { begin: [1, 2, 3], size: [60, 60, 20] }),
  kernelCase(
    'OneHot',
    { indices: [1000] },
    { depth: 100, onValue: 1, offValue: 0, dtype: 'float32' },
    { indices: 100 },
  ),
  ...calls,
  kernelCase('Tile', { x: [128, 1] }, { reps: [1, 1000] }),
  kernelCase('Tile', { x: [1, 1000] }, { reps: [128, 1] }),
  kernelCase('Tile', { x: [1000, 1] }, { reps: [1, 3] }),
  kernelCase('Tile', { x: [32, 1, 1, 64] }, { reps: [1, 13, 13, 1] }),
  kernelCase(
    'Concat',
    [
      [64, 256],
      [64, 256],
    ],
    { axis: 0 },
  ),
  kernelCase(
    'Concat',
    [
      [64, 256],
      [64, 256],
    ],
    { axis: 1 },
  ),
  kernelCase(
    'Concat',
    [
      [8192, 4],
      [8192, 4],
    ],
    { axis: 1 },
  ),
  kernelCase('Pack', Array(8).fill([32, 64]), { axis: 1 }),
  kernelCase('Unpack', { value: [32, 50, 16] }, { axis: 1 }),
  kernelCase('SplitV', { x: [64, 256] }, { numOrSizeSplits: 4, axis: 1 }),
  kernelCase('GatherNd', { params: [1000, 64], indices: [512, 1] }, {}, { indices: 1000 }),
  kernelCase('GatherNd', { params: [100, 100], indices: [512, 2] }, {}, { indices: 100 }),
  kernelCase('ScatterNd', { indices: [512, 1], updates: [512, 64] }, { shape: [1000, 64] }, { indices: 1000 }),
  kernelCase('ScatterNd', { indices: [512, 2], updates: [512] }, { shape: [100, 100] }, { indices: 100 }),
  kernelCase(
    'TensorScatterUpdate',
    { tensor: [1000, 64], indices: [512, 1], updates: [512, 64] },
    {},
    { indices: 1000 },
  ),
  kernelCase(
    'SparseToDense',
    { sparseIndices: [512, 1], sparseValues: [512], defaultValue: [] },
    { outputShape: [1000] },
    { sparseIndices: 1000 },
  ),
  kernelCase('DepthToSpace', { x: [8, 16, 16, 16] }, { blockSize: 2, dataFormat: 'NHWC' }),
  ...dilations([4, 28, 28, 16]),
  ...dilations([4, 28, 28, 1]),
  ...['nearest', 'bilinear'].flatMap((method) => [
    kernelCase(
      'CropAndResize',
      { image: [8, 64, 64, 3], boxes: [8, 4], boxInd: [8] },
      { method, cropSize: [32, 32], extrapolationValue: 0 },
      { boxInd: 8 },
    ),
    kernelCase(
      'Transform',
      { image: [8, 64, 64, 3], transforms: [1, 8] },
      { interpolation: method, fillMode: 'wrap', fillValue: 0 },
    ),
  ]),
  kernelCase('RotateWithOffset', { image: [8, 64, 64, 3] }, { radians: 0.4, fillValue: 0, center: 0.5 }),
  kernelCase('UnsortedSegmentSum', { x: [2048, 32], segmentIds: [2048] }, { numSegments: 5000 }, { segmentIds: 5000 }),
];

/**
 * @param {Core} core
 * @param {KernelCase} kernelCase
 * @returns {() => void} one call, whose output is freed.
 */
export function prepareKernel(core, { kernel, inputs, attributes, integers = {} }) {
  const named = Object.entries(inputs).map(([name, shape]) => {
    const largest = integers[name];
    const dtype = largest ? 'int32' : 'float32';
    return [name, core.tensor(valuesOf({ shape, dtype, ...(largest ? { largest } : {}) }), shape, dtype)];
  });
  const tensors = Array.isArray(inputs) ? named.map(([, tensor]) => tensor) : Object.fromEntries(named);
  const engine = core.engine();
  return () => {
    const output = engine.runKernel(kernel, /** @type {any} */ (tensors), /** @type {any} */ (attributes));
    if (Array.isArray(output)) for (const each of output) each.dispose();
    else output.dispose();
  };
}
