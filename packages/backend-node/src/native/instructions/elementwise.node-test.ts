/** Elementwise instructions against the laws of their kernels: every kernel, every way of lying in memory, any threads. */
import { broadcastStrides, elementKernel, elementKernelNames, type Loop } from '@isograd/backend-wasm/internals';
import { seededValues } from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type ElementLaw, elementLaws, elementOf, expectElements } from '../../testing/element-laws.js';
import { nativeAbsence, nativeMemory } from '../../testing/native-memory.js';
import { isElementCall, loopWords } from '../element-calls.js';
import { elementCodes } from '../element-codes.js';
import { type ElementCall, type ElementDtype, type Elementwise, elementwiseWords } from './elementwise.js';
import type { Place } from './instruction.js';

type LoopCall = Loop['calls'][number];
type Values = readonly number[];

const dtypes = ['float32', 'int32', 'bool'] as const;
const attributes = { alpha: 0.25, clipValueMin: -1.5, clipValueMax: 2.5, value: -2.75, reps: [1] };

const infinity = Number.POSITIVE_INFINITY;
const floats = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999997, 1e9, -3e9, 8388609, 7, infinity, -infinity];
const samples: { readonly [Dtype in ElementDtype]: Values } = {
  float32: [...floats, Number.NaN, ...seededValues(1, 60, [-4, 4])].map(Math.fround),
  int32: [0, 1, -1, 2, 7, -7, 65537, 123456789, 2 ** 31 - 1, -(2 ** 31), ...seededValues(2, 30, [-9, 9])].map(
    (value) => value | 0,
  ),
  bool: [0, 1],
};

/** Elements of a dtype, among them all the special ones, in an order of the seed. */
function elementsOf(dtype: ElementDtype, size: number, seed: number): number[] {
  const order = seededValues(seed, size, [0, 1]);
  return Array.from(order, (place) => samples[dtype][Math.floor(place * samples[dtype].length)] ?? 0);
}

const sizeOf = (shape: Values): number => shape.reduce((product, size) => product * size, 1);

/** Elements that an input has, from its first to its last. */
function extentOf(shape: Values, strides: Values): number {
  if (sizeOf(shape) === 0) return 0;
  return shape.reduce((last, size, axis) => last + (size - 1) * (strides[axis] ?? 0), 1);
}

/** Where the element at a place of a loop is in a tensor of these strides. */
function offsetOf(shape: Values, strides: Values, place: number): number {
  let [rest, offset] = [place, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    offset += (rest % (shape[axis] ?? 1)) * (strides[axis] ?? 0);
    rest = Math.floor(rest / (shape[axis] ?? 1));
  }
  return offset;
}

/** A number as loops have it. */
function splat(value: number, dtype: ElementDtype): number {
  return dtype === 'bool' ? Number(value !== 0) : elementOf(value, dtype);
}

/** The results of all calls of a loop by their laws, element by element. */
function resultsOf(loop: Loop, inputs: readonly Values[]): number[][] {
  const size = sizeOf(loop.shape);
  const results: number[][] = [];
  for (const call of loop.calls) {
    const columns = call.operands.map((operand): ((place: number) => number) => {
      if (operand.kind === 'number') return () => splat(operand.value, operand.dtype);
      if (operand.kind === 'call') return (place) => results[operand.index]?.[place] ?? Number.NaN;
      const { strides = [] } = loop.inputs[operand.index] ?? {};
      return (place) => inputs[operand.index]?.[offsetOf(loop.shape, strides, place)] ?? Number.NaN;
    });
    const { law } = lawOf(loop, call);
    results.push(
      Array.from({ length: size }, (_, place) => elementOf(law(...columns.map((at) => at(place))), call.dtype)),
    );
  }
  return results;
}

function lawOf(loop: Loop, { kernelName, operands, dtype, attributes: given }: LoopCall): ElementLaw {
  const last = operands.at(-1);
  const lists = { input: loop.inputs, call: loop.calls };
  const from = last === undefined || last.kind === 'number' ? last?.dtype : lists[last.kind][last.index]?.dtype;
  const law = elementLaws[kernelName]?.(from ?? 'float32', dtype, given);
  if (law === undefined) throw new Error(`the test has no law of ${kernelName}`);
  return law;
}

describe.skipIf(nativeAbsence !== undefined)(`native elementwise calls ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  const view = (dtype: ElementDtype, address: number, size: number): Float32Array | Int32Array | Uint8Array => {
    const { buffer } = place.memory;
    if (dtype === 'bool') return new Uint8Array(buffer, address, size);
    return dtype === 'int32' ? new Int32Array(buffer, address, size) : new Float32Array(buffer, address, size);
  };
  /** Bools of bytes are followed by up to three that belong to nobody. */
  const reserve = (dtype: ElementDtype, size: number): number => {
    const address = place.reserve(dtype === 'bool' ? Math.ceil(size / 4) : size);
    if (dtype === 'bool') new Uint8Array(place.memory.buffer, address, Math.ceil(size / 4) * 4).fill(0x5a);
    return address;
  };
  const put = (dtype: ElementDtype, values: Values): number => {
    const address = reserve(dtype, values.length);
    view(dtype, address, values.length).set(values);
    return address;
  };

  /** Runs a loop; `over` says which input each result replaces. */
  function run(loop: Loop, inputs: readonly Values[], over: readonly (number | undefined)[] = []): number[][] {
    const size = sizeOf(loop.shape);
    const from = loop.inputs.map(({ dtype }, index) => put(dtype, inputs[index] ?? []));
    const types = loop.outputs.map((call) => loop.calls[call]?.dtype ?? 'float32');
    const to = types.map((dtype, index) => from[over[index] ?? -1] ?? reserve(dtype, size));
    const places = (addresses: readonly number[]): Place[] => addresses.map((address) => ({ address }));
    const words = loopWords(loop, places(from), places(to));
    if (words === undefined) throw new Error('no words for a loop');
    place.native.run(Int32Array.from(words));
    const results = types.map((dtype, index) => {
      const end = (to[index] ?? 0) + size;
      if (dtype === 'bool') {
        const behind = new Uint8Array(place.memory.buffer, end, -size & 3);
        expect([...behind]).toEqual(Array.from(behind, () => 0x5a));
      }
      return Array.from(view(dtype, to[index] ?? 0, size));
    });
    place.clear();
    return results;
  }

  /** On every instruction set: the results are those of the laws, to the bit. */
  function check(loop: Loop, seed: number, over: readonly (number | undefined)[] = []): void {
    const inputs = loop.inputs.map(({ dtype, strides }, index) =>
      elementsOf(dtype, extentOf(loop.shape, strides), seed + index),
    );
    const expected = resultsOf(loop, inputs);
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      const got = run(loop, inputs, over);
      loop.outputs.forEach((call, index) => expect(got[index], `${set}, result ${index}`).toEqual(expected[call]));
    }
  }

  for (const kernelName of elementKernelNames) {
    for (const last of dtypes) {
      if (elementKernel(kernelName, [last]) === undefined) continue;
      const targets = kernelName === 'Cast' || kernelName === 'Fill' ? dtypes : [resultOf(kernelName, last)];
      for (const to of targets) {
        test(`${kernelName} of ${last} to ${to}`, () => {
          const from = operandsOf(kernelName, last);
          expect(isElementCall(kernelName, from, to)).toBe(true);
          const size = 131;
          const operands = from.map((_, index) => ({ kind: 'input', index }) as const);
          const call: LoopCall = { kernelName, operands, attributes, dtype: to };
          const input = (dtype: ElementDtype): Loop['inputs'][number] => ({ dtype, strides: [1] });
          const loop: Loop = { shape: [size], inputs: from.map(input), calls: [call], outputs: [0] };
          const inputs = from.map((dtype, index) => elementsOf(dtype, size, 5 + index));
          const { law, ulps = 0 } = lawOf(loop, call);
          const exact = Array.from({ length: size }, (_, at) => law(...inputs.map((values) => values[at] ?? 0)));
          const expected = to === 'float32' ? exact : exact.map((value) => elementOf(value, to));
          for (const set of place.native.features().instructionSets) {
            place.native.setInstructionSet(set);
            const [got = []] = run(loop, inputs);
            expectElements(got, expected, ulps, (at) => `${set}: ${inputs.map((values) => values[at]).join()}`);
          }
        });
      }
    }
  }

  test('kernels that loops do not have are not computed', () => {
    for (const kernelName of [...elementKernelNames, 'MatMul', 'toString', 'constructor']) {
      for (const last of dtypes) {
        const isKnown = elementKernel(kernelName, [last]) !== undefined;
        const to = resultOf(kernelName, last);
        expect(isElementCall(kernelName, operandsOf(kernelName, last), to), `${kernelName} of ${last}`).toBe(isKnown);
      }
    }
  });

  test('any calls on inputs that lie in any way, in place too, with the same bits on 1 and 3 threads', () => {
    fc.assert(
      fc.property(
        loops(),
        fc.nat({ max: 1000 }),
        fc.boolean(),
        fc.constantFrom(1, 3),
        (loop, seed, isOver, threads) => {
          place.native.setThreads(threads);
          check(loop, seed, isOver ? replacements(loop) : []);
        },
      ),
      { numRuns: 400, seed: 3 },
    );
  });

  test('long loops are shared by threads, with the same bits', () => {
    const calls = adamCalls();
    const shapes: [shape: Values, strides: Values[]][] = [
      [[50_021], [[1], [1], [1], [1], [0]]],
      [
        [200, 257],
        [
          [257, 1],
          [0, 1],
          [1, 0],
          [257, 1],
          [0, 0],
        ].map((strides) => strides),
      ],
      [
        [1600, 33],
        [
          [33, 1],
          [0, 1],
          [1, 0],
          [33, 1],
          [0, 0],
        ],
      ],
    ];
    for (const [shape, strides] of shapes) {
      const inputs = strides.map((each) => ({ dtype: 'float32', strides: each }) as const);
      const loop: Loop = { shape, inputs, calls, outputs: [2, 6, 12] };
      const values = inputs.map((each, index) =>
        Array.from(seededValues(index + 1, extentOf(shape, each.strides), [0.1, 1])),
      );
      const expected = resultsOf(loop, values);
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        for (const threads of [1, 2, 3]) {
          place.native.setThreads(threads);
          const got = run(loop, values);
          loop.outputs.forEach((call, index) => {
            expect(Buffer.from(Float32Array.from(got[index] ?? []).buffer).equals(bytesOf(expected[call]))).toBe(true);
          });
        }
      }
    }
  });

  test('an input that is replaced before it is read for the last time keeps its values until then', () => {
    const input = { dtype: 'float32', strides: [1] } as const;
    const x = { kind: 'input', index: 0 } as const;
    const call = (kernelName: string, ...operands: LoopCall['operands']): LoopCall => {
      return { kernelName, operands, attributes, dtype: 'float32' };
    };
    const calls = [call('Neg', x), call('Add', x, { kind: 'call', index: 0 }), call('Abs', x)];
    for (const size of [1, 10, 1000, 5000]) {
      check({ shape: [size], inputs: [input], calls, outputs: [0, 1, 2] }, 7, [0]);
      check({ shape: [size], inputs: [input], calls, outputs: [0, 0, 2] }, 7, [undefined, 0]);
    }
  });

  test('lists that are wrong are refused, and nothing is computed', () => {
    const tensors = { x: put('float32', [1, 2, 3, 4]), out: reserve('float32', 8) };
    const input = { dtype: 'float32', strides: [1], place: { address: tensors.x } } as const;
    const call: ElementCall = { code: 'neg', operands: [{ kind: 'input', index: 0 }] };
    const output = { call: 0, place: { address: tensors.out } };
    const right: Elementwise = { sizes: [4], inputs: [input], calls: [call], outputs: [output] };
    const list = (change: Partial<Elementwise>): number[] => elementwiseWords({ ...right, ...change });
    const calling = (change: Partial<ElementCall>): Partial<Elementwise> => ({ calls: [{ ...call, ...change }] });
    const at = (address: number): Partial<Elementwise> => ({ outputs: [{ call: 0, place: { address } }] });
    const wrong: Record<string, [list: number[], kind: string]> = {
      'an unknown code': [list({}).with(9, Object.keys(elementCodes).length), 'argument'],
      'an unknown dtype': [list({}).with(5, 3), 'argument'],
      'an input that is not there': [list(calling({ operands: [{ kind: 'input', index: 1 }] })), 'argument'],
      'a call that comes later': [list(calling({ operands: [{ kind: 'call', index: 0 }] })), 'argument'],
      'operands of another dtype': [list(calling({ code: 'negInt' })), 'argument'],
      'a result that is not there': [list({ outputs: [{ ...output, call: 1 }] }), 'argument'],
      'a negative stride': [list({ inputs: [{ ...input, strides: [-1] }] }), 'argument'],
      'nine axes': [list({ sizes: Array<number>(9).fill(1) }), 'argument'],
      'more elements than a memory has': [list({ sizes: [2 ** 20, 2 ** 20] }), 'overflow'],
      'an input beyond any memory': [list({ inputs: [{ ...input, strides: [2 ** 31 - 1] }] }), 'overflow'],
      'too few operands': [list({}).with(1, 15).slice(0, -1), 'length'],
      'a result that lies partly upon an input': [list(at(tensors.x + 4)), 'overlap'],
      'a result upon an input that is broadcast': [
        list({ inputs: [{ ...input, strides: [0] }], ...at(tensors.x) }),
        'overlap',
      ],
      'a result upon an input of bytes': [
        list({ inputs: [{ ...input, dtype: 'bool' }], ...calling({ code: 'boolToFloat' }), ...at(tensors.x) }),
        'overlap',
      ],
      'two results in one place': [list({ outputs: [output, output] }), 'overlap'],
    };
    const before = new Uint8Array(place.memory.buffer).slice();
    for (const [name, [words, kind]] of Object.entries(wrong)) {
      let error: unknown;
      try {
        place.native.run(Int32Array.from(words));
      } catch (thrown) {
        error = thrown;
      }
      expect(error, name).toMatchObject({ code: 'NATIVE_LIST', problem: expect.stringContaining(`(${kind})`) });
    }
    expect(Buffer.from(place.memory.buffer).equals(before)).toBe(true);
    place.native.run(Int32Array.from(list({})));
    expect([...place.read(tensors.out, 4)]).toEqual([-1, -2, -3, -4]);
    place.clear();
  });
});

function bytesOf(values: Values = []): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

/** The dtypes that a kernel takes, of which the last is given. */
function operandsOf(kernelName: string, last: ElementDtype): ElementDtype[] {
  if (kernelName === 'Fill') return [];
  if (kernelName === 'Select') return ['bool', last, last];
  if (kernelName === 'AddN') return [last, last, last];
  return isOfTwo(kernelName) ? [last, last] : [last];
}

const comparisons = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];

function isOfTwo(kernelName: string): boolean {
  const others = ['Add', 'Maximum', 'Minimum', 'Multiply', 'Prelu', 'RealDiv', 'SquaredDifference', 'Sub'];
  return [...comparisons, ...others, 'LogicalAnd', 'LogicalOr', 'LogicalXor'].includes(kernelName);
}

function resultOf(kernelName: string, last: ElementDtype): ElementDtype {
  return [...comparisons, 'IsFinite', 'IsInf', 'IsNan'].includes(kernelName) ? 'bool' : last;
}

/** The update of Adam: moments, and what is subtracted from the parameters. */
function adamCalls(): LoopCall[] {
  const input = (index: number): LoopCall['operands'][number] => ({ kind: 'input', index });
  const result = (index: number): LoopCall['operands'][number] => ({ kind: 'call', index });
  const number = (value: number): LoopCall['operands'][number] => ({ kind: 'number', value, dtype: 'float32' });
  const call = (kernelName: string, ...operands: LoopCall['operands']): LoopCall => {
    return { kernelName, operands, attributes: {}, dtype: 'float32' };
  };
  return [
    call('Multiply', input(2), number(0.9)),
    call('Multiply', input(1), number(0.1)),
    call('Add', result(0), result(1)),
    call('Square', input(1)),
    call('Multiply', input(3), number(0.999)),
    call('Multiply', result(3), number(0.001)),
    call('Add', result(4), result(5)),
    call('Multiply', result(6), input(4)),
    call('Sqrt', result(7)),
    call('Add', result(8), number(1e-7)),
    call('Multiply', result(2), input(4)),
    call('RealDiv', result(10), result(9)),
    call('Sub', input(0), result(11)),
  ];
}

/** Kernels whose results are exact, so that calls may follow each other. */
const exactKernels: readonly (readonly [kernelName: string, from: readonly ElementDtype[], to: ElementDtype])[] = [
  ...['Abs', 'Neg', 'Sqrt', 'Floor', 'Relu', 'Relu6', 'ClipByValue', 'LeakyRelu', 'Step', 'Square', 'OnesLike'].map(
    (kernelName) => [kernelName, ['float32'], 'float32'] as const,
  ),
  ...['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'Prelu', 'SquaredDifference'].map(
    (kernelName) => [kernelName, ['float32', 'float32'], 'float32'] as const,
  ),
  ...comparisons.map((kernelName) => [kernelName, ['float32', 'float32'], 'bool'] as const),
  ...['Add', 'Sub', 'Multiply', 'Maximum'].map((name) => [name, ['int32', 'int32'], 'int32'] as const),
  ...['LogicalAnd', 'LogicalXor'].map((name) => [name, ['bool', 'bool'], 'bool'] as const),
  ...dtypes.flatMap((from) => dtypes.map((to) => ['Cast', [from], to] as const)),
  ...dtypes.map((dtype) => ['Select', ['bool', dtype, dtype], dtype] as const),
  ...dtypes.map((dtype) => ['Fill', [], dtype] as const),
  ['AddN', ['float32', 'float32', 'float32'], 'float32'],
];

/** Inputs of each dtype that lie in any way; calls on them, on each other, and on numbers; some results. */
function loops(): fc.Arbitrary<Loop> {
  const few = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 0, maxLength: 4 });
  const many = fc.constantFrom([10, 64], [130, 5, 3], [2, 700], [3, 40, 17], [1500], [2100, 2], [5, 1, 333]);
  return fc
    .record({ shape: fc.oneof(few, many), draws: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }) })
    .map(({ shape, draws }) => {
      let next = 0;
      const below = (limit: number): number => (draws[next++ % draws.length] ?? 0) % limit;
      const inputs = Array.from({ length: 3 + below(3) }, (_, index) => ({
        dtype: dtypes[index] ?? 'float32',
        strides: stridesOf(shape, below(5), below(16)),
      }));
      const calls: LoopCall[] = [];
      const operandOf = (dtype: ElementDtype): LoopCall['operands'][number] => {
        if (below(5) === 0) return { kind: 'number', value: [0, 1, -3, 2.5][below(4)] ?? 0, dtype };
        const found = [
          ...inputs.map((each, index) => ({ kind: 'input' as const, index, dtype: each.dtype })),
          ...calls.map((each, index) => ({ kind: 'call' as const, index, dtype: each.dtype })),
        ].filter((each) => each.dtype === dtype);
        return found[below(found.length)] ?? { kind: 'number', value: 1, dtype };
      };
      for (let count = 1 + below(6); count > 0; count--) {
        const [kernelName, from, dtype] = exactKernels[below(exactKernels.length)] ?? ['Neg', ['float32'], 'float32'];
        calls.push({ kernelName, operands: from.map(operandOf), attributes, dtype });
      }
      const outputs = [calls.length - 1, ...Array.from({ length: below(3) }, () => below(calls.length))];
      return { shape, inputs, calls, outputs };
    });
}

/** As a tensor of the shape itself, of one with some axes of one element, one number, or transposed. */
function stridesOf(shape: Values, kind: number, axes: number): number[] {
  if (kind === 0) return shape.map(() => 0);
  if (kind < 3) {
    return broadcastStrides(
      shape.map((size, axis) => ((axes >> axis) & 1 && kind === 2 ? 1 : size)),
      shape.length,
    );
  }
  if (kind === 3) return broadcastStrides(shape, shape.length);
  return broadcastStrides(shape.toReversed(), shape.length).toReversed();
}

/** For each result an input of its dtype that lies as the loop goes, each at most once. */
function replacements(loop: Loop): (number | undefined)[] {
  const own = String(broadcastStrides(loop.shape, loop.shape.length));
  const taken = new Set<number>();
  return loop.outputs.map((call) => {
    const index = loop.inputs.findIndex(
      ({ dtype, strides }, at) => !taken.has(at) && dtype === loop.calls[call]?.dtype && String(strides) === own,
    );
    taken.add(index);
    return index < 0 ? undefined : index;
  });
}
