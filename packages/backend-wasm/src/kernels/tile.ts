/** A tensor repeated along its axes. A block is copied once and doubled in place; tfjs's kernel works index by index. */
import { type Shape, sizeOf } from '@isograd/core';
import { type TensorInfo, Tile, util } from '@tensorflow/tfjs-core';
import { i32, v128 } from '../assembler/operators.js';
import type { Runtime } from '../runtime.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, storeLanes } from './partial-vector.js';

/** Each of `count` blocks at `from` goes to `to` `reps` times in a row. */
const parameters = { from: 'i32', to: 'i32', count: 'i32', blockBytes: 'i32', reps: 'i32' } as const;

const repeatBlocks = wasmFunction('repeatBlocks', parameters, (f, { from, to, count, blockBytes, reps }) => {
  const totalBytes = f.local('i32', i32.mul(blockBytes, reps));
  const done = f.local('i32');
  f.repeat(count, () => {
    f.copyMemory(to, from, blockBytes);
    f.set(done, blockBytes);
    f.while(i32.le_u(done, i32.sub(totalBytes, done)), () => {
      f.copyMemory(i32.add(to, done), to, done);
      f.increase(done, done);
    });
    f.copyMemory(i32.add(to, done), to, i32.sub(totalBytes, done));
    f.increase(from, blockBytes);
    f.increase(to, totalBytes);
  });
});

/** The same for blocks of four bytes, one number each. */
const repeatNumbers = wasmFunction('repeatNumbers', parameters, (f, { from, to, count, reps }) => {
  const number = f.local('v128');
  const start = f.local('i32');
  f.repeat(count, () => {
    f.set(number, v128.load32_splat(from));
    eachGroup(f, reps, start, (vectors) => {
      for (const { lanes, offset } of vectors) storeLanes(f, i32.add(to, start), number, lanes, offset);
    });
    f.increase(from, 4);
    f.increase(to, i32.shl(reps, 2));
  });
});

/** Every one of `count` blocks of `size` elements is repeated `reps` times. */
interface Pass {
  readonly count: number;
  readonly size: number;
  readonly reps: number;
}

/**
 * The passes from the innermost to the outermost. Axes make one where nothing inside of the outer one is repeated,
 * or where the outer one has a single element.
 */
function passesOf(shape: Shape, reps: readonly number[]): Pass[] {
  const passes: Pass[] = [];
  let size = 1;
  let count = sizeOf(shape);
  let repeats = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    if (length > 1 && repeats > 1) {
      passes.push({ count, size, reps: repeats });
      size *= repeats;
      repeats = 1;
    }
    size *= length;
    count /= length;
    repeats *= reps[axis] ?? 1;
  }
  if (repeats > 1) passes.push({ count, size, reps: repeats });
  return passes;
}

/** The kernel `Tile`. `x`: any dtype but string. */
export const tileKernel: WasmKernel<{ readonly x: TensorInfo }, { readonly reps: readonly number[] }> = {
  kernelName: Tile,
  functions: [repeatBlocks, repeatNumbers],
  compute(runtime, { x }, { reps }) {
    const outShape = x.shape.map((length, axis) => length * (reps[axis] ?? 1));
    if (sizeOf(outShape) === 0) return runtime.output(outShape, x.dtype);
    const passes = passesOf(x.shape, reps);
    if (passes.length === 0) return runtime.alias(x, outShape, x.dtype);
    const out = runtime.output(outShape, x.dtype);
    runPasses(runtime, passes, util.bytesPerElement(x.dtype), runtime.address(x), runtime.address(out));
    return out;
  },
};

/** Runs the first pass into scratch memory and the rest from there; the last one goes to `to`. */
function runPasses(
  runtime: Runtime,
  [pass, ...rest]: readonly Pass[],
  elementBytes: number,
  from: number,
  to: number,
): void {
  if (pass === undefined) return;
  const { count, size, reps } = pass;
  const blockBytes = size * elementBytes;
  const repeat = (target: number): void => {
    runtime.run(blockBytes === 4 ? repeatNumbers : repeatBlocks, { from, to: target, count, blockBytes, reps });
  };
  if (rest.length === 0) {
    repeat(to);
    return;
  }
  runtime.withScratch(count * blockBytes * reps, (scratch) => {
    repeat(scratch);
    runPasses(runtime, rest, elementBytes, scratch, to);
  });
}
