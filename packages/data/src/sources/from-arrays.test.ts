import { NdArray } from '@isograd/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Dataset, fromArrays } from '../index.js';

describe('fromArrays', () => {
  it('gives the rows of every kind of array', async () => {
    const dataset = fromArrays({
      image: new NdArray(Float32Array.of(1, 2, 3, 4), [2, 2, 1]),
      label: Int32Array.of(7, 8),
      bytes: Uint8Array.of(200, 255),
      wide: Float64Array.of(0.5, 0.25),
      flag: new NdArray(Uint8Array.of(1, 0), [2]),
      nested: [
        [1, 2],
        [3, 4],
      ],
      pair: [[0.5, 1.5], new NdArray(Int32Array.of(1, 2), [2])],
      number: [10, 20],
      name: ['a', 'b'],
      seen: [true, false],
    });
    expect(dataset.size).toBe(2);
    const [, second] = await dataset.toArray();
    expect(second).toEqual({
      image: new NdArray(Float32Array.of(3, 4), [2, 1]),
      label: new NdArray(Int32Array.of(8), []),
      bytes: new NdArray(Int32Array.of(255), []),
      wide: new NdArray(Float32Array.of(0.25), []),
      flag: new NdArray(Uint8Array.of(0), []),
      nested: new NdArray(Float32Array.of(3, 4), [2]),
      pair: [1.5, new NdArray(Int32Array.of(2), [])],
      number: 20,
      name: 'b',
      seen: false,
    });
    expect(second?.label.dtype).toBe('int32');
    expect(second?.flag.dtype).toBe('bool');
  });

  it('knows the types of its elements and batches', () => {
    const dataset = fromArrays({
      x: NdArray.zeros([2, 3]),
      y: Int32Array.of(1, 2),
      rows: [[1], [2]],
      names: ['a', 'b'],
    });
    type Element = { readonly x: NdArray; readonly y: NdArray; readonly rows: NdArray; readonly names: string };
    expectTypeOf(dataset).toExtend<Dataset<Element>>();
    expectTypeOf(dataset.batch(2)).toExtend<
      Dataset<{ readonly x: NdArray; readonly y: NdArray; readonly rows: NdArray; readonly names: readonly string[] }>
    >();
    expect(dataset.batch(2).size).toBe(1);
  });

  it('refuses what has no elements in common', () => {
    const x = NdArray.zeros([3, 2]);
    const code = (arrays: object): unknown => {
      try {
        fromArrays(arrays);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(code({ x, y: [1, 2] })).toMatchObject({
      name: 'ShapeError',
      code: 'DATA_LEADING_SIZE',
      where: 'fromArrays at "y"',
      received: '2 elements',
      expected: '3, as at "x"',
    });
    expect(code({})).toMatchObject({ name: 'ValueError', code: 'DATA_EMPTY' });
    expect(code([])).toMatchObject({ code: 'DATA_EMPTY' });
    expect(code({ x: NdArray.zeros([0, 2]) })).toMatchObject({ code: 'DATA_EMPTY' });
    expect(code({ x: new NdArray(Float32Array.of(1), []) })).toMatchObject({
      name: 'DTypeError',
      code: 'DATA_ARRAY',
      received: 'float32 []',
    });
    expect(code({ x: Uint32Array.of(1) })).toMatchObject({
      code: 'DATA_ARRAY',
      received: 'an instance of Uint32Array',
    });
    expect(code({ a: { b: new Map() } })).toMatchObject({ code: 'DATA_ARRAY', where: 'fromArrays at "a/b"' });
    expect(code({ x: [[1, 2], [3]] })).toMatchObject({
      name: 'ShapeError',
      code: 'DATA_RAGGED',
      where: 'fromArrays at "x", element 1',
      received: 'an array of 1',
      expected: 'an array of 2',
    });
    expect(code({ x: [[1], ['2']] })).toMatchObject({ code: 'DATA_RAGGED', received: '"2"', expected: 'a number' });
    expect(code({ x: [1, 2, 'a'] })).toMatchObject({ code: 'DATA_RAGGED', where: 'fromArrays at "x", element 2' });
    expect(code([[1, 2], 3])).toMatchObject({ code: 'DATA_RAGGED' });
  });
});
