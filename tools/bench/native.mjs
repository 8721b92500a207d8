/**
 * Rates of the native kernels in GFLOP/s beside those of our wasm kernels, in turns:
 * `npm run bench:native [-- --threads N] [--rounds N] [--filter TEXT] [--instructions avx2] [--blas LIBRARY]`.
 *
 * `--blas libopenblas.so.0` or `libdnnl.so.2` adds the matrix products of that library, which python3 loads in a
 * process of its own (Debian: libopenblas0, libdnnl2).
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { wasm } from '@isograd/backend-wasm';
import { loadAddon, matrixProductWords, openNative } from '@isograd/backend-node/internals';
import { convolutionWords, filterGradientWords, inputGradientWords } from '@isograd/backend-node/internals';
import { useBackend } from '@isograd/core';
import { engine, matMul, randomUniform, tidy } from '@tensorflow/tfjs-core';
import { interleave } from './src/interleave.mjs';
import { startTable } from './src/table.mjs';

/**
 * @typedef {{
 *   kind: 'product',
 *   batches: number, m: number, n: number, k: number, transposeA: boolean, transposeB: boolean,
 * }} ProductCase
 * @typedef {{
 *   kind: 'forward' | 'input gradient' | 'filter gradient',
 *   batch: number, size: number, channels: number, filters: number, filterSize: number, stride: number,
 *   isDepthwise: boolean,
 * }} ConvolutionCase
 * @typedef {ProductCase | ConvolutionCase} Case
 */

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    filter: { type: 'string', default: '' },
    instructions: { type: 'string' },
    blas: { type: 'string' },
  },
});
const [threads, rounds] = [Number(options.threads), Number(options.rounds)];
if (!(threads >= 1 && rounds >= 1)) {
  console.error('usage: npm run bench:native -- --threads 1 | 2 | … --rounds 1 | 2 | …');
  process.exit(1);
}

/**
 * The products of dense layers, of recurrent ones and of attention, forward and backward, and of the largest sizes that
 * are usual.
 *
 * @type {ProductCase[]}
 */
const products = [
  [64, 256, 784, 'NN'],
  [256, 256, 256, 'NN'],
  [1024, 1024, 1024, 'NN'],
  [32, 128, 3136, 'NN'],
  [784, 256, 64, 'TN'],
  [64, 784, 256, 'NT'],
  [64, 10, 128, 'NN'],
  [32, 256, 64, 'NN'],
  [64, 256, 32, 'TN'],
  [32, 64, 256, 'NT'],
  [64, 64, 16, 'NT', 32],
  [64, 16, 64, 'NN', 32],
].map(([m, n, k, form, batches = 1]) => ({
  kind: 'product',
  batches: Number(batches),
  m: Number(m),
  n: Number(n),
  k: Number(k),
  transposeA: form === 'TN',
  transposeB: form === 'NT',
}));

const images = /** @type {const} */ ([
  [32, 14, 32, 64, 3, 1],
  [16, 32, 64, 64, 3, 1],
  [32, 28, 1, 32, 3, 1],
  [32, 28, 16, 32, 1, 1],
  [32, 14, 32, 64, 4, 2],
  [32, 28, 1, 32, 4, 2],
  [16, 32, 3, 32, 3, 1],
  [16, 32, 64, 64, 3, 2],
  [16, 32, 64, 128, 1, 1],
  [32, 28, 16, 16, 3, 1, 'depthwise'],
  [32, 28, 16, 32, 3, 1, 'depthwise'],
]);

/** @type {ConvolutionCase[]} */
const convolutions = images.flatMap(([batch, size, channels, filters, filterSize, stride, form]) =>
  /** @type {const} */ (['forward', 'input gradient', 'filter gradient']).map((kind) => ({
    kind,
    batch,
    size,
    channels,
    filters,
    filterSize,
    stride,
    isDepthwise: form === 'depthwise',
  })),
);

await useBackend(wasm({ threads }));
const memory = new WebAssembly.Memory({ initial: 1024, maximum: 1024, shared: true });
new Float32Array(memory.buffer).fill(0.5);
const native = openNative(loadAddon(), memory);
native.setThreads(threads);
if (options.instructions) native.setInstructionSet(/** @type {'sse2'} */ (options.instructions));

console.log(`native: ${native.features().instructionSet}; threads: ${threads}; medians of ${rounds} rounds\n`);
const row = startTable([
  ['GFLOP/s', 48],
  ['native', 8],
  ['wasm', 8],
  ['ratio', 6],
  ...(options.blas ? [/** @type {[string, number]} */ (['blas', 8])] : []),
]);
for (const each of [...products, ...convolutions]) {
  const name = nameOf(each);
  if (name.includes(options.filter)) await measure(name, each);
}
process.exit(0); // threads of wasm wait for work

/**
 * @param {string} name
 * @param {Case} each
 */
async function measure(name, each) {
  const program = native.compile(Int32Array.from(wordsOf(each)));
  const none = new Uint32Array(0);
  const times = await interleave(
    { native: async () => timeOf(() => program.execute(none)), wasm: async () => timeOf(wasmRun(each)) },
    rounds,
  );
  program.release();
  engine().disposeVariables();
  const [ours, theirs] = [times.native, times.wasm].map((milliseconds) => operations(each) / milliseconds / 1e6);
  const cells = [name, ours?.toFixed(1), theirs?.toFixed(1), ((ours ?? 0) / (theirs ?? 1)).toFixed(2)];
  if (options.blas)
    cells.push(each.kind === 'product' && each.batches === 1 ? blasRate(each, options.blas).toFixed(1) : '');
  row(cells.map(String));
}

/** Milliseconds of a call. @param {() => void} run */
function timeOf(run) {
  const start = performance.now();
  let [count, elapsed] = [0, 0];
  for (; elapsed < 30; elapsed = performance.now() - start, count++) run();
  return elapsed / count;
}

/** @param {Case} each */
function wordsOf(each) {
  const [a, b, c] = [0, 2 ** 24, 2 ** 25].map((address) => ({ address }));
  if (!a || !b || !c) throw new Error('three places');
  if (each.kind === 'product') {
    return matrixProductWords({ ...each, isAShared: false, isBShared: false, a, b, out: c });
  }
  const { batch, size, channels, filters, filterSize, stride } = each;
  const outSize = Math.ceil(size / stride);
  const before = Math.floor(Math.max(0, (outSize - 1) * stride + filterSize - size) / 2);
  /** @param {number} value @returns {readonly [number, number, number]} */
  const image = (value, depth = 1) => [depth, value, value];
  const sizes = {
    batch,
    channels,
    filters,
    groups: each.isDepthwise ? channels : 1,
    inSize: image(size),
    outSize: image(outSize),
    filterSize: image(filterSize),
    strides: image(stride),
    dilations: image(1),
    padding: image(before, 0),
  };
  if (each.kind === 'forward') return convolutionWords(sizes, { x: a, filter: b, y: c });
  if (each.kind === 'input gradient') return inputGradientWords(sizes, { dy: a, filter: b, dx: c });
  return filterGradientWords(sizes, { x: a, dy: c, gradient: b });
}

/**
 * @param {Case} each
 * @returns {() => void}
 */
function wasmRun(each) {
  /** @param {number[]} shape */
  const values = (shape) => engine().keep(randomUniform(shape, -1, 1, 'float32', 1));
  if (each.kind === 'product') {
    const { batches, m, n, k, transposeA, transposeB } = each;
    const a = values([batches, ...(transposeA ? [k, m] : [m, k])]);
    const b = values([batches, ...(transposeB ? [n, k] : [k, n])]);
    return () => tidy(() => void matMul(a, b, transposeA, transposeB));
  }
  const { batch, size, channels, filters, filterSize, stride } = each;
  const outSize = Math.ceil(size / stride);
  const shape = /** @type {[number, number, number, number]} */ ([batch, size, size, channels]);
  const perChannel = each.isDepthwise ? filters / channels : filters;
  const filterShape = /** @type {[number, number, number, number]} */ ([filterSize, filterSize, channels, perChannel]);
  const [x, filter, dy] = [values(shape), values(filterShape), values([batch, outSize, outSize, filters])];
  const attributes = { strides: stride, dilations: 1, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined };
  const name = each.isDepthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
  /** @type {[string, { [name: string]: unknown }]} */
  const [kernel, inputs] =
    each.kind === 'forward'
      ? [name, { x, filter }]
      : each.kind === 'input gradient'
        ? [`${name}BackpropInput`, { dy, filter }]
        : [`${name}BackpropFilter`, { x, dy }];
  return () =>
    tidy(
      () =>
        void engine().runKernel(
          kernel,
          /** @type {any} */ (inputs),
          /** @type {any} */ ({ ...attributes, inputShape: shape, filterShape }),
        ),
    );
}

/** Floating-point operations. @param {Case} each */
function operations(each) {
  if (each.kind === 'product') return 2 * each.batches * each.m * each.n * each.k;
  const { batch, size, channels, filters, filterSize, stride } = each;
  return 2 * batch * Math.ceil(size / stride) ** 2 * filterSize ** 2 * (each.isDepthwise ? 1 : channels) * filters;
}

/** @param {Case} each */
function nameOf(each) {
  if (each.kind === 'product') {
    const form = `${each.transposeA ? 'T' : 'N'}${each.transposeB ? 'T' : 'N'}`;
    return `product ${each.batches === 1 ? '' : `${each.batches}x `}${each.m},${each.n},${each.k} ${form}`;
  }
  const { kind, batch, size, channels, filters, filterSize, stride } = each;
  const form = each.isDepthwise ? ' depthwise' : '';
  return `${kind} ${batch}x${size}x${size}x${channels}->${filters}, ${filterSize}x${filterSize}/${stride}${form}`;
}

/**
 * @param {ProductCase} product
 * @param {string} library
 */
function blasRate({ m, n, k, transposeA, transposeB }, library) {
  const script = new URL('src/sides/blas.py', import.meta.url).pathname;
  const words = [library, threads, m, n, k, Number(transposeA), Number(transposeB), 30].map(String);
  const env = { ...process.env, OMP_NUM_THREADS: String(threads) };
  return Number(execFileSync('python3', [script, ...words], { encoding: 'utf8', env }));
}
