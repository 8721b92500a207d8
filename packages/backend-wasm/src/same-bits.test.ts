/** Every function that threads may divide gives the same bits on one thread, on two and on three. */
import { RandomBits, type Shape, sizeOf, useBackend } from '@isograd/core';
import { seededValues } from '@isograd/testing';
import {
  engine,
  getBackend,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { wasmKernels } from './kernels/index.js';
import { runtimeOf } from './runtime.js';
import { wasm } from './wasm.js';
import { isParallel, type ParallelFunction } from './wasm-function.js';

afterEach(() => {
  vi.restoreAllMocks();
  engine().reset();
});

/** A call of a kernel: its inputs by name, of these shapes. */
type KernelCall = readonly [kernelName: string, shapes: Readonly<Record<string, Shape>>, attributes: object];

/** Shapes of a and b, transposed or not. */
function product(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): KernelCall {
  return ['BatchMatMul', { a, b }, { transposeA, transposeB }];
}

/** Forward pass and gradients of `Conv2D` and the like. */
function convolutions(name: string, x: Shape, filter: Shape, dy: Shape, attributes: object): KernelCall[] {
  const version = name === 'Conv3D' ? 'V2' : '';
  return [
    [name, { x, filter }, attributes],
    [`${name}BackpropInput${version}`, { dy, filter }, { ...attributes, inputShape: x }],
    [`${name}BackpropFilter${version}`, { x, dy }, { ...attributes, filterShape: filter }],
  ];
}

function poolings(suffix: string, x: Shape, dy: Shape, attributes: object): KernelCall[] {
  return [
    [`MaxPool${suffix}`, { x }, attributes],
    [`AvgPool${suffix}`, { x }, attributes],
    [`MaxPool${suffix}Grad`, { dy, input: x, output: dy }, attributes],
    [`AvgPool${suffix}Grad`, { dy, input: x }, attributes],
  ];
}

const images = { dataFormat: 'NHWC', strides: [1, 1], dilations: [1, 1], pad: 'same' };
const volumes = { dataFormat: 'NDHWC', strides: [1, 1, 1], dilations: [1, 1, 1], pad: 'same' };
const halving = { ...images, strides: [2, 2] };
const overlapping = { filterSize: [3, 3], strides: [2, 2], pad: 'same' };

/** Odd, of one row, of many blocks, broadcast; each large enough to be shared. */
const calls: readonly KernelCall[] = [
  [RandomBits, { key: [4] }, { shape: [70_001], bits: 24, domain: 1 }],
  ['Sum', { x: [301, 1001] }, { axis: [1] }],
  ['Sum', { x: [4097, 67] }, { axis: [0] }],
  product([67, 301], [301, 129], false, false),
  product([301, 67], [301, 129], true, false),
  product([301, 129], [301, 67], true, false),
  product([129, 301], [301, 67], false, false),
  product([67, 301], [129, 301], false, true),
  product([301, 67], [129, 301], true, true),
  product([65, 390], [301, 390], false, true),
  product([523, 517], [517, 259], false, false),
  product([3, 1, 97, 330], [2, 330, 61], false, false),
  product([133, 24, 17], [133, 17, 41], false, false),
  product([33, 24, 57], [33, 41, 57], false, true),
  product([90, 65, 24], [90, 24, 41], false, false),
  product([65, 57, 10], [41, 57], true, true),
  product([24, 57], [5, 13, 57, 41], false, false),
  product([9, 130, 57], [9, 57, 41], false, false),
  product([1, 700], [700, 900], false, false),
  product([7, 700], [700, 900], false, false),
  ...convolutions('Conv2D', [3, 37, 41, 5], [3, 3, 5, 19], [3, 37, 41, 19], images),
  ...convolutions('Conv2D', [5, 65, 67, 8], [5, 5, 8, 24], [5, 33, 34, 24], halving),
  ...convolutions('Conv2D', [9, 13, 13, 32], [3, 3, 32, 64], [9, 11, 11, 64], { ...images, pad: 'valid' }),
  ['Conv2D', { x: [2, 33, 35, 9], filter: [3, 3, 9, 17] }, { ...images, dilations: [2, 3] }],
  ['FusedConv2D', { x: [3, 37, 41, 5], filter: [3, 3, 5, 19], bias: [19] }, { ...images, activation: 'relu' }],
  ...convolutions('Conv3D', [2, 9, 11, 13, 6], [3, 3, 3, 6, 11], [2, 9, 11, 13, 11], volumes),
  ...convolutions('DepthwiseConv2dNative', [7, 65, 67, 21], [3, 3, 21, 1], [7, 65, 67, 21], images),
  ...convolutions('DepthwiseConv2dNative', [9, 33, 35, 19], [3, 3, 19, 2], [9, 17, 18, 38], halving),
  ...convolutions('DepthwiseConv2dNative', [1, 65, 67, 21], [3, 3, 21, 1], [1, 65, 67, 21], images),
  ...convolutions('DepthwiseConv2dNative', [1, 65, 67, 21], [3, 3, 21, 2], [1, 65, 67, 42], images),
  ['DepthwiseConv2dNative', { x: [9, 65, 67, 3], filter: [3, 3, 3, 1] }, images],
  ...poolings('', [7, 65, 67, 19], [7, 33, 34, 19], overlapping),
  ['MaxPoolWithArgmax', { x: [7, 65, 67, 19] }, { ...overlapping, includeBatchInIndex: true }],
  ['MaxPoolWithArgmax', { x: [7, 65, 67, 19] }, { ...overlapping, includeBatchInIndex: false }],
  ...poolings('3D', [7, 9, 21, 23, 11], [7, 5, 11, 12, 11], {
    filterSize: [3, 3, 3],
    strides: [2, 2, 2],
    pad: 'same',
    dataFormat: 'NDHWC',
  }),
];

const parallelFunctions = new Set(wasmKernels.flatMap((kernel) => kernel.functions).filter(isParallel));

/** Functions whose calls are shared among threads, beside those that are divided. */
const repeatedFunctions = [
  'copyRows',
  'matrixProduct',
  'packPanels',
  'packTransposedPanels',
  'repeatElements',
  'sumElements',
  'transposedMatrixProduct',
];

it('computes the same bits on any number of threads, with every function that they can share', async () => {
  const results: Uint32Array[][][] = [];
  const divided = new Set<ParallelFunction>();
  const repeated = new Set<string>();
  for (const threads of [3, 2, 1]) {
    await useBackend(wasm({ threads }));
    expect(getBackend()).toBe('wasm');
    if (threads === 2) watchSharing(divided, repeated);
    results.push(calls.map(bitsOf));
  }
  expect([...parallelFunctions].filter((fn) => !divided.has(fn)).map(({ name }) => name)).toEqual([]);
  expect([...repeated].sort()).toEqual(repeatedFunctions);
  calls.forEach((call, index) => {
    const [three = [], two = [], one = []] = results.map((outputs) => outputs[index] ?? []);
    for (const bits of one)
      expect(
        bits.some((word) => word !== bits[0]),
        JSON.stringify(call),
      ).toBe(true);
    for (const other of [two, three]) expect(countDifferent(one, other), JSON.stringify(call)).toBe(0);
  });
});

function countDifferent(one: readonly Uint32Array[], other: readonly Uint32Array[]): number {
  let different = 0;
  one.forEach((bits, output) => {
    for (let element = 0; element < bits.length; element++) if (bits[element] !== other[output]?.[element]) different++;
  });
  return different;
}

/** Notes which functions the runtime gives to more than one thread. */
function watchSharing(divided: Set<ParallelFunction>, repeated: Set<string>): void {
  const runtime = runtimeOf(engine().backend);
  const { runParallel, repeatParallel } = runtime;
  vi.spyOn(runtime, 'runParallel').mockImplementation((fn, values, grain) => {
    const { count, multiple } = fn.division;
    if ((values[count] ?? 0) > Math.ceil(grain / multiple) * multiple) divided.add(fn as object as ParallelFunction);
    runParallel(fn, values, grain);
  });
  vi.spyOn(runtime, 'repeatParallel').mockImplementation((fn, values, steps, count, grain) => {
    if (count > grain) repeated.add(fn.name);
    repeatParallel(fn, values, steps, count, grain);
  });
}

/** The outputs of a call. */
function bitsOf([kernelName, shapes, attributes]: KernelCall): Uint32Array[] {
  const bits: Uint32Array[] = [];
  tidy(() => {
    const inputs = Object.entries(shapes).map(([name, shape], seed): [string, Tensor] => [
      name,
      tensor(seededValues(seed, sizeOf(shape)), [...shape], name === 'key' ? 'int32' : 'float32'),
    ]);
    const given = Object.fromEntries(inputs) as object as NamedTensorMap;
    const outputs = [engine().runKernel(kernelName, given, attributes as NamedAttrMap)].flat();
    for (const output of outputs) bits.push(new Uint32Array(output.dataSync().buffer));
  });
  return bits;
}
