/** Random bits: four Threefry blocks at a time, one a lane. */
import {
  firstCounter,
  RandomBits,
  type RandomBitsAttrs,
  sizeOf,
  threefryParity,
  threefryRotations,
  threefryRounds,
} from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression } from '../assembler/expression.js';
import { i32, i32x4, v128 } from '../assembler/operators.js';
import { parallelFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';

/**
 * Fills `count` integers at `out`, of which the first is the one at `position`. `data` is the address of the second
 * counter word, or 0 for zero.
 */
const randomBits = parallelFunction(
  'randomBits',
  { key: 'i32', data: 'i32', counter: 'i32', out: 'i32', position: 'i32', count: 'i32', shift: 'i32' },
  { count: 'count', multiple: 8, advance: () => ({ out: 4, position: 1 }) },
  (f, { key, data, counter, out, position, count, shift }) => {
    const word = (offset: number): Expression<'i32'> =>
      i32.or(i32.load(key, offset), i32.shl(i32.load(key, offset + 4), 16));
    const low = f.local('i32', word(0));
    const high = f.local('i32', word(8));
    const parity = i32.xor(i32.xor(low, high), threefryParity);
    const schedule = [low, high, parity].map((value) => f.local('v128', i32x4.splat(value)));
    const scheduleAt = (index: number): Expression<'v128'> => schedule[index % 3] as Expression<'v128'>;
    const dataWord = f.local('i32', 0);
    f.if(data, () => f.set(dataWord, i32.load(data)));
    const secondWord = f.local('v128', i32x4.splat(dataWord));
    const counters = f.local('v128', i32x4.splat(i32.add(counter, i32.shr_u(position, 1))));
    f.set(counters, i32x4.add(counters, f.constantI32([0, 1, 2, 3])));
    const x0 = f.local('v128');
    const x1 = f.local('v128');
    const first = f.local('v128');
    const second = f.local('v128');

    const nextEight = (): void => {
      f.set(x0, i32x4.add(counters, scheduleAt(0)));
      f.set(x1, i32x4.add(secondWord, scheduleAt(1)));
      f.set(counters, i32x4.add(counters, f.constantI32([4, 4, 4, 4])));
      for (let round = 0; round < threefryRounds; round++) {
        const rotation = threefryRotations[round % threefryRotations.length] ?? 0;
        f.set(x0, i32x4.add(x0, x1));
        const rotated = v128.or(i32x4.shl(x1, rotation), i32x4.shr_u(x1, 32 - rotation));
        f.set(x1, v128.xor(rotated, x0));
        if (round % 4 === 3) {
          const injection = (round + 1) / 4;
          const count = f.constantI32([injection, injection, injection, injection]);
          f.set(x0, i32x4.add(x0, scheduleAt(injection)));
          f.set(x1, i32x4.add(x1, i32x4.add(scheduleAt(injection + 1), count)));
        }
      }
      f.set(first, i32x4.shr_u(v128.shuffle32(x0, x1, [0, 4, 1, 5]), shift));
      f.set(second, i32x4.shr_u(v128.shuffle32(x0, x1, [2, 6, 3, 7]), shift));
    };

    f.while(i32.ge_u(count, 8), () => {
      nextEight();
      f.store('v128.store', out, first);
      f.store('v128.store', out, second, 16);
      f.increase(out, 32);
      f.increase(count, -8);
    });
    f.if(count, () => {
      nextEight();
      for (let index = 0; index < 7; index++) {
        const vector = index < 4 ? first : second;
        f.if(i32.gt_u(count, index), () => f.storeLane('v128.store32_lane', out, vector, index % 4, 4 * index));
      }
    });
  },
);

/** Integers that take a thread about twenty microseconds. */
const bitsWorthSharing = 2 ** 14;

interface RandomBitsTensors {
  readonly key: TensorInfo;
  readonly data?: TensorInfo;
}

/** The kernel `RandomBits`. */
export const randomBitsKernel: WasmKernel<RandomBitsTensors, RandomBitsAttrs> = {
  kernelName: RandomBits,
  functions: [randomBits],
  compute: (runtime, { key, data }, { shape, bits, domain }) => {
    const out = runtime.output(shape, 'int32');
    const values = {
      key: runtime.address(key),
      data: data === undefined ? 0 : runtime.address(data),
      counter: firstCounter(domain),
      out: runtime.address(out),
      position: 0,
      count: sizeOf(shape),
      shift: 32 - bits,
    };
    runtime.runParallel(randomBits, values, bitsWorthSharing);
    return out;
  },
};
