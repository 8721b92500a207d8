/** The kernels that we have replaced, in sizes of real networks and in those where the old ones might win. */
import { valuesOf } from './training-cases.mjs';

/** @typedef {typeof import('@tensorflow/tfjs-core')} Core */
/** @typedef {{ [name: string]: number[] }} Shapes */
/** @typedef {{ name: string, kernel: string, inputs: Shapes, attributes: object, integers?: { [name: string]: number } }} KernelCase */

/**
 * @param {string} kernel
 * @param {Shapes} inputs - Shapes by name.
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

const depthwise = { strides: [1, 1], pad: 'same', dilations: [1, 1] };

/** @type {readonly KernelCase[]} */
export const kernelCases = [
  ...products(64, 784, 256),
  ...products(256, 256, 256),
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
  kernelCase('ClipByValue', { x: [100_000] }, { clipValueMin: -0.2, clipValueMax: 0.2 }),
  kernelCase('Relu6', { x: [100_000] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300, 300] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300] }, {}),
  kernelCase('Minimum', { a: [300, 300], b: [1] }, {}),
  kernelCase('Maximum', { a: [300, 300], b: [300, 1] }, {}),
  ...['Sin', 'Cos', 'Log1p', 'Selu', 'Sign'].map((kernel) => kernelCase(kernel, { x: [100_000] }, {})),
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
  kernelCase('UnsortedSegmentSum', { x: [2048, 32], segmentIds: [2048] }, { numSegments: 5000 }, { segmentIds: 5000 }),
];

/**
 * @param {Core} core
 * @param {KernelCase} kernelCase
 * @returns {() => void} one call, whose output is freed.
 */
export function prepareKernel(core, { kernel, inputs, attributes, integers = {} }) {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const largest = integers[name];
      const dtype = largest ? 'int32' : 'float32';
      return [name, core.tensor(valuesOf({ shape, dtype, ...(largest ? { largest } : {}) }), shape, dtype)];
    }),
  );
  const engine = core.engine();
  return () => {
    /** @type {import('@tensorflow/tfjs-core').Tensor} */
    const output = engine.runKernel(kernel, tensors, /** @type {any} */ (attributes));
    output.dispose();
  };
}
