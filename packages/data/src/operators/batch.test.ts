import { type IsogradError, NdArray } from '@isograd/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArrays, fromIterable } from '../index.js';

const float = (values: number[], shape = [values.length]): NdArray => new NdArray(Float32Array.from(values), shape);

describe('batch', () => {
  it('stacks every kind of leaf', async () => {
    const dataset = fromIterable([
      { pair: [1, float([1, 2])] as const, label: new NdArray(Int32Array.of(7), []), name: 'a', seen: true },
      { pair: [2, float([3, 4])] as const, label: new NdArray(Int32Array.of(8), []), name: 'b', seen: false },
    ]).batch(2);
    expect(await dataset.toArray()).toEqual([
      {
        pair: [float([1, 2]), float([1, 2, 3, 4], [2, 2])],
        label: new NdArray(Int32Array.of(7, 8), [2]),
        name: ['a', 'b'],
        seen: new NdArray(Uint8Array.of(1, 0), [2]),
      },
    ]);
  });

  it('accepts keys in another order', async () => {
    const dataset = fromIterable([
      { x: 1, y: 2 },
      { y: 4, x: 3 },
    ]).batch(2);
    expect(await dataset.toArray()).toEqual([{ x: float([1, 3]), y: float([2, 4]) }]);
  });

  it('has the shapes that division gives, indexed and streamed', async () => {
    const cases = fc.record({
      size: fc.integer({ min: 1, max: 40 }),
      batchSize: fc.integer({ min: 1, max: 12 }),
      dropRemainder: fc.boolean(),
      width: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, batchSize, dropRemainder, width }) => {
        fc.pre(!dropRemainder || size >= batchSize);
        const data = Float32Array.from({ length: size * width }, (_, index) => index);
        const arrays = fromArrays({ x: new NdArray(data, [size, width]) });
        const elements = await arrays.toArray();
        const whole = Math.floor(size / batchSize);
        const rest = dropRemainder || size % batchSize === 0 ? [] : [size % batchSize];
        const sizes = [...Array.from({ length: whole }, () => batchSize), ...rest];
        for (const dataset of [arrays, fromIterable(() => elements)]) {
          const batched = dataset.batch(batchSize, { dropRemainder });
          const batches = await batched.toArray();
          expect(batches.map(({ x }) => x.shape)).toEqual(sizes.map((rows) => [rows, width]));
          const rows = sizes.reduce((sum, count) => sum + count, 0);
          expect(batches.flatMap(({ x }) => [...x.data])).toEqual([...data.subarray(0, rows * width)]);
          if (batched.size !== null) expect(batched.size).toBe(sizes.length);
        }
      }),
    );
  });

  const failures: { name: string; elements: readonly unknown[]; error: Partial<IsogradError> }[] = [
    {
      name: 'another key',
      elements: [{ x: 1 }, { x: 2 }, { y: 3 }],
      error: { name: 'ShapeError', code: 'DATA_STRUCTURE', where: 'Dataset.batch, element 2, tree' },
    },
    {
      name: 'another length',
      elements: [{ x: [1, 2] }, { x: [1] }],
      error: { name: 'ShapeError', code: 'DATA_STRUCTURE', where: 'Dataset.batch, element 1, tree at "x"' },
    },
    {
      name: 'another shape',
      elements: [{ x: float([1, 2]) }, { x: float([1, 2, 3]) }],
      error: {
        name: 'ShapeError',
        code: 'DATA_LEAF_SHAPE',
        where: 'Dataset.batch, element 1 at "x"',
        received: 'float32 [3]',
        expected: 'float32 [2]',
      },
    },
    {
      name: 'another rank of the same size',
      elements: [float([1, 2]), float([1, 2], [2, 1])],
      error: { code: 'DATA_LEAF_SHAPE', where: 'Dataset.batch, element 1' },
    },
    {
      name: 'another dtype',
      elements: [float([1]), new NdArray(Int32Array.of(1), [1])],
      error: { name: 'DTypeError', code: 'DATA_LEAF_TYPE', received: 'int32', expected: 'float32' },
    },
    {
      name: 'a number among strings',
      elements: ['a', 1],
      error: { name: 'DTypeError', code: 'DATA_LEAF_TYPE', received: 'number', expected: 'string' },
    },
    {
      name: 'a value that is no leaf',
      elements: [1, null],
      error: { name: 'DTypeError', code: 'DATA_LEAF', where: 'Dataset.batch, element 1', received: 'null' },
    },
    {
      name: 'a typed array without shape',
      elements: [{ x: Float32Array.of(1) }],
      error: { code: 'DATA_LEAF', where: 'Dataset.batch, element 0 at "x"' },
    },
  ];
  it.each(failures)('names the element with $name', async ({ elements, error }) => {
    await expect(fromIterable(elements).batch(4).toArray()).rejects.toMatchObject(error);
  });

  it('counts elements from the beginning of the epoch, also after a resume', async () => {
    const dataset = fromIterable([1, 2, 3, 4, 'x']).batch(2, { dropRemainder: false }).take(3);
    const iterator = dataset.iterate();
    await iterator.next();
    const resumed = dataset.iterate({ state: iterator.state() });
    await resumed.next();
    const mixed = fromIterable([1, 2, 3, 'x']).batch(2).iterate();
    await mixed.next();
    await expect(mixed.next()).rejects.toMatchObject({ where: 'Dataset.batch, element 3' });
    expect((await resumed.next()).value).toEqual(['x']);
  });

  it('refuses sizes that make no batch', () => {
    const dataset = fromArrays([1, 2, 3]);
    for (const batchSize of [0, -1, 1.5, Number.NaN]) expect(() => dataset.batch(batchSize)).toThrow('DATA_COUNT');
    expect(() => dataset.batch(4, { dropRemainder: true })).toThrow('DATA_BATCH_EMPTY');
  });
});
