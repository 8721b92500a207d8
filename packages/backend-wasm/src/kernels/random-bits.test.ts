import { fillRandomBits, RandomBits, sizeOf, useBackend } from '@isograd/core';
import { engine, getBackend, type NamedAttrMap, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wasm } from '../wasm.js';

beforeAll(async () => {
  await useBackend(wasm());
});
beforeEach(() => expect(getBackend()).toBe('wasm'));

function kernelBits(
  key: readonly number[],
  attrs: { shape: number[]; bits: number; domain: number },
  data?: number,
): number[] {
  return tidy(() => {
    const inputs = { key: tensor1d([...key], 'int32'), ...(data === undefined ? {} : { data: scalar(data, 'int32') }) };
    const out = engine().runKernel(RandomBits, inputs, attrs as NamedAttrMap);
    return Array.from(Array.isArray(out) ? [] : out.dataSync());
  });
}

describe('RandomBits on wasm', () => {
  it('starts as Random123 says for key 0 and counter 0', () => {
    const words = [0x6b200159, 0x99ba4efe];
    expect(kernelBits([0, 0, 0, 0], { shape: [2], bits: 24, domain: 0 })).toEqual(words.map((word) => word >>> 8));
  });

  it('equals the reference bit for bit, whatever the size', () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(
        fc.tuple(word, word, word, word),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 2 }),
        fc.option(fc.integer({ min: 0, max: 2 ** 24 - 1 }), { nil: undefined }),
        (key, shape, bits, domain, data) => {
          const expected = new Int32Array(sizeOf(shape));
          fillRandomBits(key, expected, { bits, domain, data: data ?? 0 });
          expect(kernelBits(key, { shape, bits, domain }, data)).toEqual(Array.from(expected));
        },
      ),
    );
  });
});
