import { useBackend } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { borrowedKernels } from './borrowed-kernels.js';
import { onWasm } from './testing/kernel-runner.js';
import { wasm } from './wasm.js';

onWasm();

let before = { tensors: 0, buffers: 0 };
const alive = (): typeof before => ({ tensors: tf.memory().numTensors, buffers: tf.engine().backend.numDataIds() });

beforeEach(() => {
  before = alive();
});
afterEach(() => expect(alive()).toEqual(before));

/** Shape and values of what `run` makes. */
function valuesOf(run: () => tf.Tensor): { shape: number[]; dtype: string; data: (string | number)[] } {
  return tf.tidy(() => {
    const result = run();
    const data: ArrayLike<string | number> = result.dataSync();
    return { shape: result.shape, dtype: result.dtype, data: Array.from(data) };
  });
}

const words = (values: string[], shape: number[] = [values.length]): tf.Tensor => tf.tensor(values, shape, 'string');

it('has every kernel of cpu, and says which of them it borrows', async () => {
  const { kernels } = (await useBackend(wasm())).capabilities;
  const namesOn = (backend: string): string[] => tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  const altogether = kernels.borrowed.filter(({ dtypes }) => dtypes === undefined).map(({ kernel }) => kernel);
  expect(altogether.toSorted()).toEqual([
    'Draw',
    'RaggedGather',
    'RaggedRange',
    'RaggedTensorToTensor',
    'StaticRegexReplace',
  ]);
  expect(namesOn('wasm').toSorted()).toEqual([...kernels.native, ...altogether].toSorted());
  expect(namesOn('wasm')).toEqual(expect.arrayContaining(namesOn('cpu')));
  for (const { kernel, dtypes, reason } of kernels.borrowed) {
    expect(reason.length).toBeGreaterThan(10);
    if (dtypes !== undefined) expect(kernels.native).toContain(kernel);
  }
  expect(kernels.absent).toEqual([]);
});

it('starts no other backend', () => {
  expect(valuesOf(() => tf.equal(words(['a']), words(['a']))).data).toEqual([1]);
  expect(tf.getBackend()).toBe('wasm');
  expect(tf.engine().registry['cpu']).toBeUndefined();
});

it('compares text', () => {
  const compared = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): (string | number)[] =>
    valuesOf(() => op(words(['a', 'b', 'é'], [3, 1]), words(['b', 'é']))).data;
  expect(compared(tf.equal)).toEqual([0, 0, 1, 0, 0, 1]);
  expect(compared(tf.notEqual)).toEqual([1, 1, 0, 1, 1, 0]);
  expect(compared(tf.less)).toEqual([1, 1, 0, 1, 0, 0]);
  expect(compared(tf.lessEqual)).toEqual([1, 1, 1, 1, 0, 1]);
  expect(compared(tf.greater)).toEqual([0, 0, 0, 0, 1, 0]);
  expect(compared(tf.greaterEqual)).toEqual([0, 0, 1, 0, 1, 1]);
  expect(valuesOf(() => tf.equal(words([]), words([])))).toEqual({ shape: [0], dtype: 'bool', data: [] });
});

it('moves text', () => {
  const x = (): tf.Tensor => words(['a', '', 'ü', 'dd', 'e', 'f'], [2, 3]);
  const moved: readonly [run: () => tf.Tensor, shape: number[], data: string[]][] = [
    [() => tf.fill([2, 1], 'ñ', 'string'), [2, 1], ['ñ', 'ñ']],
    [() => tf.fill([0], 'a', 'string'), [0], []],
    [() => tf.tile(x(), [1, 2]), [2, 6], ['a', '', 'ü', 'a', '', 'ü', 'dd', 'e', 'f', 'dd', 'e', 'f']],
    [() => tf.tile(words(['a'], [1, 1, 1, 1, 1, 1]), [1, 1, 1, 2, 1, 1]), [1, 1, 1, 2, 1, 1], ['a', 'a']],
    [() => tf.stridedSlice(x(), [1, 0], [2, 3], [1, 2]), [1, 2], ['dd', 'f']],
    [() => tf.stridedSlice(x(), [0, 1], [2, 2], [1, 1], 0, 0, 0, 0, 2), [2], ['', 'e']],
    [() => tf.gatherND(x(), tf.tensor2d([[1, 1]], [1, 2], 'int32')), [1], ['e']],
    [() => tf.unstack(x(), 1)[2] as tf.Tensor, [2], ['ü', 'f']],
    [() => tf.stack([words(['a']), words(['b'])], 1), [1, 2], ['a', 'b']],
    [() => tf.concat([x(), x()], 1), [2, 6], ['a', '', 'ü', 'a', '', 'ü', 'dd', 'e', 'f', 'dd', 'e', 'f']],
    [() => tf.slice(x(), [0, 2], [2, 1]), [2, 1], ['ü', 'f']],
    [() => tf.clone(tf.expandDims(tf.reshape(x(), [6]))), [1, 6], ['a', '', 'ü', 'dd', 'e', 'f']],
    [() => tf.sparseToDense([1, 3], ['x', 'y'], [4], '-') as tf.Tensor, [4], ['-', 'x', '-', 'y']],
    [() => tf.unique(words(['b', 'a', 'b'])).values, [2], ['b', 'a']],
    [() => tf.string.stringSplit(['a b', 'c'], ' ')['values'] as tf.Tensor, [3], ['a', 'b', 'c']],
    [() => tf.string.staticRegexReplace(words(['a-b', 'c']), '[-c]', '_'), [2], ['a_b', '_']],
  ];
  for (const [run, shape, data] of moved) expect(valuesOf(run), String(run)).toEqual({ shape, dtype: 'string', data });
  expect(valuesOf(() => tf.unique(words(['b', 'a', 'b'])).indices).data).toEqual([0, 1, 0]);
});

it('leaves numbers to the native kernels once text is there', () => {
  tf.tidy(() => {
    words(['a']);
    expect(Array.from(tf.equal(tf.tensor1d([1, Number.NaN]), 1).dataSync())).toEqual([1, 0]);
    expect(Array.from(tf.tile(tf.tensor1d([1, 2], 'int32'), [2]).dataSync())).toEqual([1, 2, 1, 2]);
  });
});

it.each([tf.Transpose, tf.Reverse, tf.Neg, tf.Sum, tf.Add, tf.ZerosLike])('%s refuses text by name', (kernelName) => {
  const x = words(['a', 'b']);
  expect(() => tf.engine().runKernel(kernelName, { x, a: x, b: x }, { perm: [0], dims: [0], axis: 0 })).toThrow(
    new RegExp(`^${kernelName} of backend "wasm": [^]*received string[^]*\\[WASM_KERNEL_CASE\\]$`),
  );
  x.dispose();
});

it('computes with ragged tensors', () => {
  const ragged = tf.tidy(() => {
    const { rtNestedSplits: splits, rtDenseValues: values } = tf.raggedRange(
      tf.tensor1d([0, 5, 8, 5], 'int32'),
      tf.tensor1d([8, 7, 8, 1], 'int32'),
      tf.tensor1d([2, 1, 1, -1], 'int32'),
    );
    return { splits: Array.from(splits?.dataSync() ?? []), values: Array.from(values?.dataSync() ?? []) };
  });
  // [[0, 2, 4, 6], [5, 6], [], [5, 4, 3, 2]]
  expect(ragged).toEqual({ splits: [0, 4, 6, 6, 10], values: [0, 2, 4, 6, 5, 6, 5, 4, 3, 2] });
  const rows = tf.tidy(() => {
    const { outputNestedSplits, outputDenseValues } = tf.raggedGather(
      [tf.tensor1d([0, 2, 2, 3], 'int32')],
      tf.tensor1d([7, 8, 9]),
      tf.tensor1d([2, 0, 1], 'int32'),
      1,
    );
    const splits = outputNestedSplits.map((part) => Array.from(part.dataSync()));
    return { splits, values: Array.from(outputDenseValues.dataSync()) };
  });
  // rows 2, 0 and 1 of [[7, 8], [], [9]]
  expect(rows).toEqual({ splits: [[0, 1, 3, 3]], values: [9, 7, 8] });
  const dense = valuesOf(() =>
    tf.raggedTensorToTensor(
      [3, 2],
      tf.tensor1d([0.5, 1.5, 2.5]),
      tf.scalar(-1),
      [tf.tensor1d([0, 2, 2, 3], 'int32')],
      ['ROW_SPLITS'],
    ),
  );
  expect(dense).toEqual({ shape: [3, 2], dtype: 'float32', data: [0.5, 1.5, -1, -1, 2.5, -1] });
});

it('names each borrowed kernel once', () => {
  const names = borrowedKernels.map(({ kernel }) => kernel);
  expect(new Set(names).size).toBe(names.length);
});
