/** Every instruction that the assembler names must disassemble, in WABT's view, to that name. */
import { expect, it } from 'vitest';
import loadWabt from 'wabt';
import type { Expression } from './expression.js';
import type { FunctionBuilder } from './function-builder.js';
import { ModuleBuilder } from './module-builder.js';
import { atomicOpcode, laneExtracts, laneStores, loads, operatorGroups, stores } from './opcodes.js';
import { atomic, f32, f32x4, f64, f64x2, i16x8, i8x16, i32, i32x4, select, v128 } from './operators.js';
import type { ValueType } from './value-type.js';

const wabt = await loadWabt();
const spaces: Readonly<Record<string, object>> = { i32, f32, f64, v128, f32x4, f64x2, i16x8, i8x16, i32x4, atomic };
type Operator = (...operands: unknown[]) => Expression<ValueType>;

/** The text of a function with this body; throws when it is not valid. */
function disassemble(write: (f: FunctionBuilder) => void): string {
  const builder = new ModuleBuilder({ module: 'm', name: 'memory', minimumPages: 1 }, { relaxedSimd: true });
  builder.define('f', {}, write);
  const bytes = builder.toBytes();
  const features = { simd: true, relaxed_simd: true, bulk_memory: true, threads: true };
  const module = wabt.readWasm(bytes, { readDebugNames: false, ...features });
  module.validate();
  return module.toText({ foldExprs: false, inlineExport: false });
}

function operatorAt(space: string, name: string): Operator {
  const operator = (spaces[space] as Record<string, Operator>)[name];
  if (operator === undefined) throw new Error(`${space}.${name} is in the table, but not an operator`);
  return operator;
}

const zeroOf = (type: ValueType): unknown => (type === 'v128' ? i32x4.const([0, 0, 0, 0]) : 0);
const has = (text: string, instruction: string): boolean =>
  text.split(/\s*\n\s*/).some((line) => line.split(/[ )]/)[0] === instruction);

const operators = Object.values(operatorGroups).flatMap(({ space, operands, result, opcodes }) =>
  Object.keys(opcodes).map((name) => ({
    space,
    name,
    operands: operands as readonly ValueType[],
    result: result as ValueType,
  })),
);

it.each(operators)('$space.$name', ({ space, name, operands, result }) => {
  const value = operatorAt(space, name)(...operands.map(zeroOf));
  expect(value.type).toBe(result);
  expect(
    has(
      disassemble((f) => f.local(result, value as never)),
      `${space}.${name}`,
    ),
  ).toBe(true);
});

it.each(Object.entries(loads))('%s', (name, { type }) => {
  const [operator = '', space = ''] = name.split('.').toReversed();
  const text = disassemble((f) => f.local(type, operatorAt(space, operator)(16, 24) as never));
  expect(has(text, name)).toBe(true);
  expect(text).toMatch(/offset=24\b(?! align)/); // the natural alignment is not written out
});

it.each(Object.entries(stores))('%s', (name, { type }) => {
  const text = disassemble((f) => f.store(name as 'i32.store', 16, zeroOf(type) as never, 24));
  expect(has(text, name)).toBe(true);
  expect(text).toMatch(/offset=24\b(?! align)/);
});

it.each(Object.keys(laneStores))('%s', (name) => {
  const lane = name === 'v128.store64_lane' ? 1 : 3;
  const text = disassemble((f) =>
    f.storeLane(name as keyof typeof laneStores, 16, i32x4.const([1, 2, 3, 4]), lane, 24),
  );
  expect(text).toMatch(new RegExp(`${name.replace('.', '\\.')} offset=24 ${lane}\\b`));
});

it.each(Object.entries(laneExtracts))('%s', (name, { type }) => {
  const [space = '', operator = ''] = name.split('.');
  const text = disassemble((f) => f.local(type, operatorAt(space, operator)(i32x4.const([1, 2, 3, 4]), 2) as never));
  expect(text).toContain(`${name} 2`);
});

it.each(Object.keys(atomicOpcode))('%s', (name) => {
  const operator = { 'i32.atomic.rmw.add': atomic.add, 'memory.atomic.notify': atomic.notify }[name] ?? atomic.wait;
  const text = disassemble((f) => f.drop(operator(16, 5, 24)));
  expect(has(text, name)).toBe(true);
  expect(text).toMatch(/offset=24\b(?! align)[^]*drop/);
});

it('constants, shuffles, variables, control flow and bulk memory', () => {
  const text = disassemble((f) => {
    const x = f.local('i32', 5);
    f.local('f32', 1.5);
    f.local('f64', 2.5);
    f.local('v128', v128.shuffle32(f32x4.const([1, 2, 3, 4]), f.constantI32([1, 2, 3, -4]), [3, 2, 4, 7]));
    f.set(x, select('i32', x, 6, 7));
    f.if(
      x,
      () => f.increase(x, 1),
      () => f.set(x, 0),
    );
    f.while(x, () => f.increase(x, -1));
    f.copyMemory(0, 16, 8);
    f.fillMemory(0, 255, 8);
  });
  for (const instruction of [
    'i32.const 5',
    'f32.const 0x1.8p+0',
    'f64.const 0x1.4p+1',
    'v128.const i32x4 0x3f800000 0x40000000 0x40400000 0x40800000',
    'v128.const i32x4 0x00000001 0x00000002 0x00000003 0xfffffffc',
    'i8x16.shuffle 12 13 14 15 8 9 10 11 16 17 18 19 28 29 30 31',
    'local.get 0',
    'local.set 0',
    'select',
    'if',
    'else',
    'end',
    'loop',
    'br_if 0',
    'memory.copy',
    'memory.fill',
  ]) {
    expect(text).toContain(instruction);
  }
});
