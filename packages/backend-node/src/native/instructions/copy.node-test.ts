/** Blocks of elements that move, against loops over their indices: every form, instruction set and number of threads. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { expectSameBits } from '../../testing/expect-same-bits.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import { type Block, type BlockAxis, copyWords, joinWords, partWords } from './copy.js';
import type { ElementBytes } from './instruction.js';

type Elements = Uint8Array | Uint32Array;

const elements = (elementBytes: ElementBytes, count: number): Elements =>
  elementBytes === 1 ? new Uint8Array(count) : new Uint32Array(count);

/** Different numbers. */
const numbered = (elementBytes: ElementBytes, count: number, first: number): Elements =>
  elements(elementBytes, count).map((_, index) => first + 3 * index);

/** Calls `visit` with the places of each element. */
function eachElement({ axes, fromStart = 0, toStart = 0 }: Block, visit: (from: number, to: number) => void): void {
  const descend = (axis: number, from: number, to: number): void => {
    const here = axes[axis];
    if (here === undefined) return visit(from, to);
    for (let index = 0; index < here.size; index++) descend(axis + 1, from + index * here.from, to + index * here.to);
  };
  descend(0, fromStart, toStart);
}

/** The numbers of elements that a block needs on each side. */
function extents(block: Block): { from: number; to: number } {
  const extent = { from: 0, to: 0 };
  eachElement(block, (from, to) => {
    extent.from = Math.max(extent.from, from + 1);
    extent.to = Math.max(extent.to, to + 1);
  });
  return extent;
}

function copyByLoops(block: Block, from: Elements, to: Elements): Elements {
  const result = to.slice();
  eachElement(block, (source, target) => {
    result[target] = from[source] ?? 0;
  });
  return result;
}

function read(place: NativeMemory, address: number, like: Elements): Elements {
  return like instanceof Uint8Array
    ? new Uint8Array(place.memory.buffer, address, like.length).slice()
    : new Uint32Array(place.memory.buffer, address, like.length).slice();
}

/** On every instruction set, against the loops; what no element goes to must stay. */
function check(place: NativeMemory, block: Block, elementBytes: ElementBytes): void {
  const extent = extents(block);
  const [from, to] = [numbered(elementBytes, extent.from, 1), numbered(elementBytes, extent.to, 7)];
  const expected = copyByLoops(block, from, to);
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    const [source, target] = [place.putBytes(from), place.putBytes(to)];
    const words = copyWords({ ...block, elementBytes, from: { address: source }, to: { address: target } });
    place.native.run(Int32Array.from(words));
    expectSameBits(read(place, target, to), expected, set);
    place.clear();
  }
}

/** A tensor with its axes in another order. */
function transpose(shape: readonly number[], perm: readonly number[]): Block {
  const strides = (sizes: readonly number[]): number[] =>
    sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = perm.map((axis) => shape[axis] ?? 1);
  const [from, to] = [strides(shape), strides(sizes)];
  return {
    axes: sizes.map((size, axis) => ({ size, from: from[perm[axis] ?? 0] ?? 1, to: to[axis] ?? 1 })),
  };
}

const blocks: Record<string, Block> = {
  'one element': { axes: [], fromStart: 3, toStart: 2 },
  nothing: { axes: [{ size: 0, from: 1, to: 1 }] },
  'a run': { axes: [{ size: 1000, from: 1, to: 1 }], fromStart: 5, toStart: 1 },
  'a run longer than a tile': { axes: [{ size: 300_001, from: 1, to: 1 }] },
  'a row of one long run each': {
    axes: [
      { size: 3, from: 50_000, to: 50_001 },
      { size: 49_999, from: 1, to: 1 },
    ],
  },
  'a slice with steps': {
    axes: [
      { size: 30, from: 80, to: 20 },
      { size: 20, from: 4, to: 1 },
    ],
    fromStart: 7,
  },
  reversed: { axes: [{ size: 100, from: -1, to: 1 }], fromStart: 99 },
  'reversed on the side of the target': { axes: [{ size: 100, from: 1, to: -1 }], toStart: 99 },
  'rows in reverse': {
    axes: [
      { size: 9, from: -11, to: 11 },
      { size: 11, from: 1, to: 1 },
    ],
    fromStart: 88,
  },
  repeated: {
    axes: [
      { size: 7, from: 0, to: 65 },
      { size: 65, from: 1, to: 1 },
    ],
  },
  'each repeated': {
    axes: [
      { size: 65, from: 1, to: 7 },
      { size: 7, from: 0, to: 1 },
    ],
  },
  'a column': { axes: [{ size: 500, from: 1, to: 3 }], toStart: 1 },
  'channels apart': transpose([700, 3], [1, 0]),
  'channels together': transpose([3, 700], [1, 0]),
  'a matrix': transpose([131, 77], [1, 0]),
  'many tiles': transpose([200, 300], [1, 0]),
  'a large matrix': transpose([700, 500], [1, 0]),
  'many large heads': transpose([6, 100, 8, 64], [0, 2, 1, 3]),
  'many steps': {
    axes: [
      { size: 600, from: 1600, to: 500 },
      { size: 500, from: 3, to: 1 },
    ],
  },
  heads: transpose([3, 20, 4, 16], [0, 2, 1, 3]),
  'heads of 5': transpose([3, 20, 4, 5], [0, 2, 1, 3]),
  'heads, transposed': transpose([3, 20, 4, 16], [0, 2, 3, 1]),
  'six axes': transpose([2, 3, 4, 5, 3, 2], [5, 2, 0, 3, 1, 4]),
  'twelve axes': transpose(Array<number>(12).fill(2), [11, 0, 10, 1, 9, 2, 8, 3, 7, 4, 6, 5]),
  'a matrix from the last row': {
    axes: [
      { size: 40, from: 1, to: 30 },
      { size: 30, from: -50, to: 1 },
    ],
    fromStart: 29 * 50,
  },
};

/** Axes in any order on both sides, with gaps, in any direction; some are repeated. */
const randomBlock: fc.Arbitrary<Block> = fc
  .array(
    fc.record({
      size: fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4, 5, 8, 17, 33),
      isBackwards: fc.tuple(fc.boolean(), fc.boolean()),
      gaps: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })),
      ranks: fc.tuple(fc.nat(), fc.nat()),
      isRepeated: fc.nat({ max: 7 }).map((value) => value === 0),
    }),
    { maxLength: 5 },
  )
  .filter((axes) => axes.reduce((product, { size }) => product * size, 1) <= 20_000)
  .map((random) => {
    const axes = random.map(({ size }): { size: number; from: number; to: number } => ({ size, from: 0, to: 0 }));
    const start = { from: 0, to: 0 };
    for (const [side, name] of [
      [0, 'from'],
      [1, 'to'],
    ] as const) {
      let step = 1;
      const order = random.map((_, index) => index).sort((a, b) => rankOf(random, a, side) - rankOf(random, b, side));
      for (const index of order) {
        const [axis, { size, isBackwards, gaps, isRepeated }] = [axes[index], random[index] ?? random[0]] as never as [
          { size: number; from: number; to: number },
          (typeof random)[number],
        ];
        if (name === 'from' && isRepeated) continue;
        if (isBackwards[side]) start[name] += step * Math.max(0, size - 1);
        axis[name] = isBackwards[side] ? -step : step;
        step = step * Math.max(1, size) + gaps[side];
      }
    }
    return { axes: axes satisfies BlockAxis[], fromStart: start.from, toStart: start.to };
  });

function rankOf(random: readonly { readonly ranks: readonly [number, number] }[], index: number, side: 0 | 1): number {
  return random[index]?.ranks[side] ?? 0;
}

describe.skipIf(nativeAbsence !== undefined)(`native copies ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  for (const [name, block] of Object.entries(blocks)) {
    test(`${name}, of words and of bytes`, () => {
      for (const threads of [1, 3]) {
        place.native.setThreads(threads);
        for (const elementBytes of [4, 1] as const) check(place, block, elementBytes);
      }
    });
  }

  test('random blocks', () => {
    fc.assert(
      fc.property(randomBlock, fc.constantFrom<ElementBytes>(1, 4), (block, elementBytes) =>
        check(place, block, elementBytes),
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  test('tensors of any width are joined, and parted again', () => {
    const widths = Array.from({ length: 50 }, (_, index) => (index * 7) % 40);
    const [rows, width] = [300, widths.reduce((sum, each) => sum + each, 0)];
    for (const threads of [1, 2, 3]) {
      place.native.setThreads(threads);
      for (const elementBytes of [1, 4] as const) {
        const parts = widths.map((each, index) => numbered(elementBytes, rows * each, index));
        const whole = elements(elementBytes, rows * width);
        let column = 0;
        const pieces = widths.map((each, index) => {
          const axes = (from: number, to: number): BlockAxis[] => [
            { size: rows, from, to },
            { size: each, from: 1, to: 1 },
          ];
          const start = column;
          column += each;
          const part = parts[index] ?? whole;
          const joined = { axes: axes(each, width), toStart: start };
          whole.set(copyByLoops(joined, part, whole));
          const [source, target] = [place.putBytes(part), place.putBytes(elements(elementBytes, part.length))];
          return {
            joined: { ...joined, from: { address: source } },
            parted: { axes: axes(width, each), fromStart: start, to: { address: target } },
          };
        });
        const out = place.putBytes(elements(elementBytes, whole.length));
        const join = joinWords({ elementBytes, pieces: pieces.map(({ joined }) => joined), to: { address: out } });
        const part = partWords({ elementBytes, pieces: pieces.map(({ parted }) => parted), from: { address: out } });
        place.native.run(Int32Array.from([...join, ...part]));
        expectSameBits(read(place, out, whole), whole);
        parts.forEach((each, index) => {
          expectSameBits(read(place, pieces[index]?.parted.to.address ?? 0, each), each);
        });
        place.clear();
      }
    }
  });

  test('only what is touched must be there, and apart', () => {
    const data = numbered(4, 20, 0);
    const address = place.putBytes(data);
    const end = place.memory.buffer.byteLength;
    const run = (block: Block, from: number, to: number): void =>
      place.native.run(
        Int32Array.from(copyWords({ ...block, elementBytes: 4, from: { address: from }, to: { address: to } })),
      );
    const half = { axes: [{ size: 10, from: 1, to: 1 }] };
    run({ ...half, toStart: 10 }, address, address); // one half to the other
    expect(read(place, address, data)).toEqual(data.map((_, index) => data[index % 10] ?? 0));
    expect(() => run({ ...half, toStart: 9 }, address, address)).toThrow('(overlap)');
    run(half, end - 40, address);
    run({ axes: [{ size: 10, from: -1, to: 1 }], fromStart: 9 }, end - 40, address);
    expect(() => run({ ...half, fromStart: 1 }, end - 40, address)).toThrow('(range)');
    expect(() => run({ axes: [{ size: 10, from: -1, to: 1 }], fromStart: 8 }, end - 40, address)).toThrow('(range)');
    expect(() => run({ ...half, fromStart: 2 ** 31 - 1 }, 2 ** 32 - 4, address)).toThrow('(overflow)');
    expect(() => run(half, address + 2, end - 40)).toThrow('(alignment)');
  });

  test('blocks that write an element twice, and other wrong words, are refused', () => {
    const out = { address: place.reserve(100) };
    const from = { address: place.reserve(100) };
    const words = (axes: readonly BlockAxis[]): number[] => copyWords({ axes, elementBytes: 4, from, to: out });
    const run = (axes: readonly BlockAxis[]): void => place.native.run(Int32Array.from(words(axes)));
    expect(() => run([{ size: 2, from: 1, to: 0 }])).toThrow('(argument)');
    const meeting = [
      { size: 5, from: 4, to: 3 },
      { size: 4, from: 1, to: 1 },
    ];
    expect(() => run(meeting)).toThrow('(argument)');
    expect(() => run(meeting.map((axis) => ({ ...axis, to: axis.to === 3 ? -4 : 1 })))).toThrow('(range)');
    expect(() => run([{ size: -1, from: 1, to: 1 }])).toThrow('(argument)');
    expect(() => run(Array<BlockAxis>(13).fill({ size: 1, from: 1, to: 1 }))).toThrow('(argument)');
    expect(() => run([{ size: 2 ** 31 - 1, from: 2 ** 31 - 1, to: 2 ** 31 - 1 }])).toThrow('(overflow)');
    const right = Int32Array.from(words([{ size: 2, from: 1, to: 1 }]));
    for (const [at, value, kind] of [
      [2, 2, 'argument'], // bytes of an element
      [3, 2, 'argument'], // joined or parted
      [4, 2, 'argument'], // pieces
      [4, 0, 'length'],
      [right.length - 2, -2, 'argument'], // the tensor
    ] as const) {
      expect(() => place.native.run(right.with(at, value)), `word ${at}`).toThrow(`(${kind})`);
    }
    place.clear();
  });
});
