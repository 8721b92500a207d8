import { describeBackends } from '@isograd/testing';
import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../shape.js';
import { keyData } from './host-random.js';
import { fillRandomBits, firstCounter, keyWords, randomBits, randomDomain } from './random-bits.js';
import { threefry2x32 } from './threefry.js';

const key = keyData(2 ** 53 - 1 - 12345);

function onHost(shape: readonly number[], bits: number, domain: number, data = 0): number[] {
  const values = new Int32Array(sizeOf(shape));
  fillRandomBits(key, values, { bits, domain, data });
  return Array.from(values);
}

describeBackends('RandomBits', () => {
  const onDevice = (shape: readonly number[], bits: number, domain: number, data?: number): number[] =>
    tidy(() => {
      const inputs = { key: tensor1d(key, 'int32') };
      const dataTensor = data === undefined ? {} : { data: tensor1d([data], 'int32') };
      const output = randomBits({ ...inputs, ...dataTensor }, { shape, bits, domain });
      expect(output.shape).toEqual(shape);
      expect(output.dtype).toBe('int32');
      return Array.from(output.dataSync());
    });

  it.each([
    [[]],
    [[1]],
    [[2]],
    [[7]],
    [[5, 3]],
    [[3, 5, 7]],
    [[2, 3, 1, 5]],
    [[2, 1, 3, 2, 5]],
    [[2, 3, 1, 2, 3, 2]],
    [[0, 3]],
    [[127]],
    [[128]],
    [[129]],
    [[333, 301]],
  ])('equals the host for shape %j', (shape: number[]) => {
    expect(onDevice(shape, 24, randomDomain.draw)).toEqual(onHost(shape, 24, randomDomain.draw));
  });

  it('equals the host for every number of bits', () => {
    for (let bits = 1; bits <= 24; bits++) {
      expect(onDevice([33], bits, randomDomain.draw), `${bits} bits`).toEqual(onHost([33], bits, randomDomain.draw));
    }
  });

  it('equals the host in every domain and with data', () => {
    for (const domain of Object.values(randomDomain)) {
      expect(onDevice([9], 16, domain)).toEqual(onHost([9], 16, domain));
      for (const data of [0, 1, 65_536, 2 ** 24 - 1]) {
        expect(onDevice([9], 16, domain, data), `data ${data}`).toEqual(onHost([9], 16, domain, data));
      }
    }
  });
});

describe('fillRandomBits', () => {
  it('is the Threefry block of the counter, cut to its upper bits', () => {
    for (const [index, domain, data] of [
      [0, randomDomain.draw, 0],
      [5, randomDomain.split, 0],
      [12, randomDomain.fold, 77],
    ] as const) {
      const words = threefry2x32(keyWords(key), [firstCounter(domain) + Math.floor(index / 2), data]);
      const expected = (words[index % 2] as number) >>> (32 - 20);
      expect(onHost([index + 1], 20, domain, data)[index]).toBe(expected);
    }
  });

  it('puts the first word lowest in a key', () => {
    expect(keyWords([0x0001, 0x8000, 0xffff, 0x7fff])).toEqual([0x80000001 | 0, 0x7fffffff]);
  });
});
