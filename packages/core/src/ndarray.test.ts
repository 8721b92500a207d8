import { describe, expect, it } from 'vitest';
import { bytesPerElement, hostZeros, isDType } from './dtype.js';
import { ShapeError } from './errors.js';
import { NdArray } from './ndarray.js';

describe('NdArray', () => {
  it('knows its dtype by its storage', () => {
    expect(new NdArray(new Float32Array(6), [2, 3]).dtype).toBe('float32');
    expect(new NdArray(new Int32Array(1), []).dtype).toBe('int32');
    expect(new NdArray(new Uint8Array(0), [0, 5]).dtype).toBe('bool');
  });

  it('is filled with zeros', () => {
    const zeros = NdArray.zeros([2, 2], 'int32');
    expect(zeros.data).toEqual(new Int32Array(4));
    expect(zeros.size).toBe(4);
    expect(NdArray.zeros([3]).dtype).toBe('float32');
  });

  it('refuses a shape of another size', () => {
    expect(() => new NdArray(new Float32Array(5), [2, 3])).toThrow(ShapeError);
    expect(() => new NdArray(new Float32Array(5), [2, 3])).toThrow(
      'NdArray: the number of elements must be the product of the axis sizes.\n' +
        '  received 5 elements; expected 6 elements for [2, 3]\n' +
        '  fix: correct the shape, or pass all elements.  [SHAPE_SIZE]',
    );
  });
});

describe('dtypes', () => {
  it('have storage and sizes', () => {
    expect(hostZeros('float32', 2)).toEqual(new Float32Array(2));
    expect(hostZeros('int32', 2)).toEqual(new Int32Array(2));
    expect(hostZeros('bool', 2)).toEqual(new Uint8Array(2));
    expect([bytesPerElement('float32'), bytesPerElement('int32'), bytesPerElement('bool')]).toEqual([4, 4, 1]);
  });

  it('are told from other names', () => {
    expect(isDType('float32')).toBe(true);
    for (const other of ['string', 'complex64', 'toString', '__proto__', 1, null]) expect(isDType(other)).toBe(false);
  });
});
