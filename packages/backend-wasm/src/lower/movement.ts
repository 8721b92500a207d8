/** Kernels that move elements, in a program: axes in another order, and borders. */
import { sizeOf } from '@isograd/core';
import { PadV2, type TensorInfo, Transpose, util } from '@tensorflow/tfjs-core';
import { i32, i32x4 } from '../assembler/operators.js';
import { joinAxes } from '../kernels/join-axes.js';
import { eachGroup, loadLanes, storeLanes } from '../kernels/partial-vector.js';
import type { Runtime } from '../runtime.js';
import { wasmFunction } from '../wasm-function.js';

/** Loops around the elements that are copied together. */
const loops = ['0', '1', '2', '3'] as const;

/** From one turn of a loop to the next: bytes in the source, and in the target. */
const parameters = {
  from: 'i32',
  to: 'i32',
  count0: 'i32',
  count1: 'i32',
  count2: 'i32',
  count3: 'i32',
  from0: 'i32',
  from1: 'i32',
  from2: 'i32',
  from3: 'i32',
  to0: 'i32',
  to1: 'i32',
  to2: 'i32',
  to3: 'i32',
  /** Words that lie together on both sides. */
  words: 'i32',
} as const;

/** Copies words of four bytes between places at any distances. */
const copyWords = wasmFunction('copyWords', parameters, (f, p) => {
  const [source, target] = [f.local('i32', p.from), f.local('i32', p.to)];
  const start = f.local('i32');
  const turn = (loop: number): void => {
    if (loop === loops.length) {
      f.if(
        i32.eq(p.words, 1),
        () => f.store('i32.store', target, i32.load(source)),
        () =>
          eachGroup(f, p.words, start, (vectors) => {
            for (const { lanes, offset } of vectors) {
              const values = f.local('v128', loadLanes(i32.add(source, start), lanes, offset));
              storeLanes(f, i32.add(target, start), values, lanes, offset);
            }
          }),
      );
      return;
    }
    const name = loops[loop] as (typeof loops)[number];
    const [sourceBefore, targetBefore] = [f.local('i32', source), f.local('i32', target)];
    f.repeat(p[`count${name}`], () => {
      turn(loop + 1);
      f.increase(source, p[`from${name}`]);
      f.increase(target, p[`to${name}`]);
    });
    f.set(source, sourceBefore);
    f.set(target, targetBefore);
  };
  turn(0);
});

/** Writes one word many times. */
const fillWords = wasmFunction('fillWords', { to: 'i32', count: 'i32', word: 'i32' }, (f, { to, count, word }) => {
  const start = f.local('i32');
  const values = f.local('v128', i32x4.splat(word));
  eachGroup(f, count, start, (vectors) => {
    for (const { lanes, offset } of vectors) storeLanes(f, i32.add(to, start), values, lanes, offset);
  });
});

/** An axis that is copied, with the distance of neighbours in words on each side. */
interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Runs a kernel that moves words; undefined for what is none, or has more axes than there are loops. */
export function lowerMovement(
  runtime: Runtime,
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attributes: object,
): TensorInfo | undefined {
  const x = inputs['x'];
  if (x === undefined || (x.dtype !== 'float32' && x.dtype !== 'int32')) return undefined;
  if (kernelName === Transpose) return transpose(runtime, x, (attributes as { readonly perm: readonly number[] }).perm);
  if (kernelName === PadV2) return pad(runtime, x, attributes as PadAttributes);
  return undefined;
}

function transpose(runtime: Runtime, x: TensorInfo, perm: readonly number[]): TensorInfo | undefined {
  const shape = perm.map((axis) => x.shape[axis] ?? 1);
  const from = util.computeStrides(x.shape).concat(1);
  const to = util.computeStrides(shape).concat(1);
  const axes = join(
    shape,
    perm.map((axis) => from[axis] ?? 1),
    to,
  );
  if (axes.length === 1 && axes[0]?.from === 1) return runtime.alias(x, shape, x.dtype);
  const out = (): TensorInfo => runtime.output(shape, x.dtype);
  return copy(runtime, axes, runtime.address(x), out);
}

interface PadAttributes {
  readonly paddings: readonly (readonly [before: number, after: number])[];
  readonly constantValue: number;
}

function pad(runtime: Runtime, x: TensorInfo, { paddings, constantValue }: PadAttributes): TensorInfo | undefined {
  const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
  const from = util.computeStrides(x.shape).concat(1);
  const to = util.computeStrides(shape).concat(1);
  const axes = join(x.shape, from, to);
  const first = paddings.reduce((sum, [before], axis) => sum + before * (to[axis] ?? 1), 0);
  const bits =
    x.dtype === 'int32' ? Int32Array.of(constantValue) : new Int32Array(Float32Array.of(constantValue).buffer);
  const out = (): TensorInfo => {
    const output = runtime.output(shape, x.dtype);
    runtime.run(fillWords, { to: runtime.address(output), count: sizeOf(shape), word: bits[0] ?? 0 });
    return output;
  };
  return copy(runtime, axes, runtime.address(x), out, first);
}

/** Copies along axes, outermost first, to a tensor that is made if there are loops enough. */
function copy(
  runtime: Runtime,
  axes: readonly Axis[],
  from: number,
  makeOutput: () => TensorInfo,
  firstWord = 0,
): TensorInfo | undefined {
  const last = axes.at(-1);
  const isTogether = last?.from === 1 && last.to === 1;
  const around = isTogether ? axes.slice(0, -1) : axes;
  if (around.length > loops.length) return undefined;
  const output = makeOutput();
  const all = [...new Array<Axis>(loops.length - around.length).fill({ size: 1, from: 0, to: 0 }), ...around];
  const [a, b, c, d] = all as [Axis, Axis, Axis, Axis];
  runtime.run(copyWords, {
    from,
    to: runtime.address(output) + 4 * firstWord,
    count0: a.size,
    count1: b.size,
    count2: c.size,
    count3: d.size,
    from0: 4 * a.from,
    from1: 4 * b.from,
    from2: 4 * c.from,
    from3: 4 * d.from,
    to0: 4 * a.to,
    to1: 4 * b.to,
    to2: 4 * c.to,
    to3: 4 * d.to,
    words: isTogether ? last.size : 1,
  });
  return output;
}

/** The axes of a shape by their distances on both sides, as few as there can be. */
function join(shape: readonly number[], from: readonly number[], to: readonly number[]): Axis[] {
  return joinAxes(shape, [from, to]).map(({ size, strides: [source = 1, target = 1] }) => ({
    size,
    from: source,
    to: target,
  }));
}
