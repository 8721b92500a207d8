import { expect, it } from 'vitest';
import type { FunctionBuilder } from './function-builder.js';
import { ModuleBuilder, type ParameterLocals } from './module-builder.js';
import { f32, f32x4, i32, i32x4, select, v128 } from './operators.js';

const parameters = { x: 'i32', y: 'i32' } as const;

/** Runs a function of two integers that writes to memory, and gives the memory as integers. */
function run(
  x: number,
  y: number,
  write: (f: FunctionBuilder, p: ParameterLocals<typeof parameters>) => void,
): Int32Array {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const builder = new ModuleBuilder({ module: 'm', name: 'memory', minimumPages: 1 }, { relaxedSimd: false });
  builder.define('f', parameters, write);
  const bytes = builder.toBytes();
  expect(WebAssembly.validate(bytes)).toBe(true);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { memory } });
  (instance.exports['f'] as (x: number, y: number) => void)(x, y);
  return new Int32Array(memory.buffer);
}

it('computes with its parameters', () => {
  const [sum, difference, quotient] = run(7, 3, (f, { x, y }) => {
    f.store('i32.store', 0, i32.add(x, y));
    f.store('i32.store', 0, i32.sub(x, y), 4);
    f.store('i32.store', 8, i32.div_u(x, y));
  });
  expect([sum, difference, quotient]).toEqual([10, 4, 2]);
});

it.each([
  [0, 0, []],
  [0, 3, [0, 1, 2]],
  [2, 2, []],
  [5, 2, []],
])('counts from %d to below %d', (from, to, expected) => {
  const memory = run(from, to, (f, { x, y }) => {
    const counter = f.local('i32');
    const place = f.local('i32', 4);
    f.for(counter, x, y, () => {
      f.store('i32.store', place, counter);
      f.increase(place, 4);
      f.store('i32.store', 0, i32.add(i32.load(0), 1));
    });
  });
  expect([...memory.subarray(1, 1 + (memory[0] ?? 0))]).toEqual(expected);
});

it('counts beyond the signed range', () => {
  const [turns] = run(2 ** 31 - 2, 2 ** 31 + 2, (f, { x, y }) => {
    f.for(f.local('i32'), x, y, () => f.store('i32.store', 0, i32.add(i32.load(0), 1)));
  });
  expect(turns).toBe(4);
});

it('repeats and nests', () => {
  const [turns] = run(3, 4, (f, { x, y }) => {
    f.repeat(x, () => f.repeat(y, () => f.store('i32.store', 0, i32.add(i32.load(0), 1))));
    f.repeat(0, () => f.store('i32.store', 0, -1));
  });
  expect(turns).toBe(12);
});

it('tests while before the first turn and doWhile after it', () => {
  const [before, after] = run(0, 0, (f, { x, y }) => {
    f.while(x, () => f.store('i32.store', 0, 1));
    f.doWhile(() => f.store('i32.store', 4, 1), y);
  });
  expect([before, after]).toEqual([0, 1]);
});

it('chooses', () => {
  const choose = (f: FunctionBuilder, { x }: ParameterLocals<typeof parameters>): void => {
    f.if(
      x,
      () => f.store('i32.store', 0, 1),
      () => f.store('i32.store', 0, 2),
    );
    f.store('i32.store', 4, select('i32', x, 10, 20));
  };
  expect([...run(1, 0, choose).subarray(0, 2)]).toEqual([1, 10]);
  expect([...run(0, 0, choose).subarray(0, 2)]).toEqual([2, 20]);
});

it('sets vector constants on entry, even those first used in a branch that is not taken', () => {
  const memory = run(0, 0, (f, { x }) => {
    f.if(x, () => f.store('v128.store', 0, f.splatF32(2.5)));
    f.store('v128.store', 0, f.splatF32(2.5));
    f.store('v128.store', 16, f.constantI32([1, -2, 3, 4]));
    f.store('f32.store', 32, f32x4.extract_lane(f.splatF32(-0), 3));
    f.store('f32.store', 36, f32x4.extract_lane(f.splatF32(0), 3));
  });
  expect([...new Float32Array(memory.buffer, 0, 4)]).toEqual([2.5, 2.5, 2.5, 2.5]);
  expect([...memory.subarray(4, 8)]).toEqual([1, -2, 3, 4]);
  expect([...memory.subarray(8, 10)]).toEqual([-(2 ** 31), 0]);
});

it('shuffles lanes, copies and fills memory', () => {
  const memory = run(0, 0, (f) => {
    f.store('v128.store', 0, v128.shuffle32(i32x4.const([0, 1, 2, 3]), i32x4.const([4, 5, 6, 7]), [7, 0, 5, 2]));
    f.copyMemory(4, 0, 16);
    f.fillMemory(32, 1, 4);
    f.storeLane('v128.store32_lane', 40, i32x4.const([0, 1, 2, 9]), 3);
  });
  expect([...memory.subarray(0, 11)]).toEqual([7, 7, 0, 5, 2, 0, 0, 0, 0x01010101, 0, 9]);
});

it('multiplies and adds in two roundings where the engine has no fused instruction', () => {
  const memory = run(0, 0, (f) => {
    const a = f32x4.splat(1 + 2 ** -23);
    const b = f32x4.splat(1 - 2 ** -23);
    f.store('v128.store', 0, f.multiplyAdd(a, b, f32x4.splat(-1)));
    f.store('f32.store', 16, f32.sub(f32.mul(1 + 2 ** -23, 1 - 2 ** -23), 1));
  });
  const values = new Float32Array(memory.buffer, 0, 5);
  expect(values[0]).toBe(values[4]);
});

it('calls functions of the module, and imports a shared memory', () => {
  const builder = new ModuleBuilder(
    { module: 'm', name: 'memory', minimumPages: 1, maximumPages: 16, isShared: true },
    { relaxedSimd: false },
  );
  const write = builder.define('write', { place: 'i32', value: 'f32' }, (f, { place, value }) => {
    f.store('f32.store', place, value);
  });
  builder.define('main', {}, (f) => f.call(write, 8, f32.add(1, 0.5)));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 8, shared: true });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes()), { m: { memory } });
  (instance.exports['main'] as () => void)();
  expect(new Float32Array(memory.buffer)[2]).toBe(1.5);
});
