/** Kernels that move elements: axes in another order, slices, borders, tiles, tensors that are joined or parted. */
import { boxOf, type CoprocessorRuntime, type SliceAttributes } from '@isograd/backend-wasm/internals';
import { type Shape, sizeOf, stridedBox, type StridedSliceAttributes } from '@isograd/core';
import {
  backend_util,
  Concat,
  Pack,
  PadV2,
  Reverse,
  Slice,
  SplitV,
  StridedSlice,
  type TensorInfo,
  Tile,
  Transpose,
  Unpack,
  util,
} from '@tensorflow/tfjs-core';
import { type Block, type BlockAxis, copyWords, joinWords, partWords } from '../native/instructions/copy.js';
import { fillWords } from '../native/instructions/fill.js';
import { type ElementBytes, floatWord } from '../native/instructions/instruction.js';
import type { NativeKernel } from './native-kernel.js';

interface Inputs {
  readonly x: TensorInfo;
}

/** Elements that are worth an instruction of their own. */
const worthwhile = 2 ** 14;

/** Bytes of an element; undefined for dtypes that instructions do not move. */
function elementBytesOf({ dtype }: TensorInfo): ElementBytes | undefined {
  if (dtype === 'float32' || dtype === 'int32') return 4;
  return dtype === 'bool' ? 1 : undefined;
}

const isMovable = ({ x }: Inputs): boolean => elementBytesOf(x) !== undefined && sizeOf(x.shape) > 0;

const stridesOf = (shape: Shape): number[] => [...util.computeStrides([...shape]), 1];

/** A new tensor of a shape, with one block of `x`. */
function copy(runtime: CoprocessorRuntime, x: TensorInfo, shape: Shape, block: Block): TensorInfo {
  const out = runtime.output(shape, x.dtype);
  if (sizeOf(shape) > 0) instructCopy(runtime, x, out, block);
  return out;
}

function instructCopy(runtime: CoprocessorRuntime, x: TensorInfo, out: TensorInfo, block: Block): void {
  const elementBytes = elementBytesOf(x) ?? 4;
  runtime.instruct([runtime.address(x), runtime.address(out)], ([from, to]) =>
    copyWords({ elementBytes, ...block, from, to }),
  );
}

const transposeKernel: NativeKernel<Inputs, { readonly perm: readonly number[] }> = {
  kernelName: Transpose,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, { perm }) => {
    const shape = perm.map((axis) => x.shape[axis] ?? 1);
    const moving = perm.filter((axis) => x.shape[axis] !== 1);
    if (moving.every((axis, place) => place === 0 || axis > (moving[place - 1] ?? 0))) {
      return runtime.alias(x, shape, x.dtype);
    }
    const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
    const axes = perm.map((axis, place) => ({
      size: shape[place] ?? 1,
      from: from[axis] ?? 1,
      to: to[place] ?? 1,
    }));
    return copy(runtime, x, shape, { axes });
  },
};

/** The axes of a box whose elements lie at `from` in the source, and without gaps in a target of its shape. */
function boxAxes(size: Shape, from: readonly number[]): BlockAxis[] {
  const to = stridesOf(size);
  return size.map((count, axis) => ({ size: count, from: from[axis] ?? 1, to: to[axis] ?? 1 }));
}

const startOf = (begin: readonly number[], strides: readonly number[]): number =>
  begin.reduce((sum, first, axis) => sum + first * (strides[axis] ?? 1), 0);

const sliceKernel: NativeKernel<Inputs, SliceAttributes> = {
  kernelName: Slice,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, attributes) => {
    const { begin, size } = boxOf(x, attributes);
    const strides = stridesOf(x.shape);
    return copy(runtime, x, size, { axes: boxAxes(size, strides), fromStart: startOf(begin, strides) });
  },
};

const stridedSliceKernel: NativeKernel<Inputs, StridedSliceAttributes> = {
  kernelName: StridedSlice,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, attributes) => {
    const { begin, strides, size, outShape } = stridedBox(x.shape, attributes);
    if (sizeOf(size) === sizeOf(x.shape) && strides.every((stride) => stride > 0)) {
      return runtime.alias(x, outShape, x.dtype); // every element, in order
    }
    const own = stridesOf(x.shape);
    const from = own.map((stride, axis) => stride * (strides[axis] ?? 1));
    return copy(runtime, x, outShape, { axes: boxAxes(size, from), fromStart: startOf(begin, own) });
  },
};

const reverseKernel: NativeKernel<Inputs, { readonly dims: number | number[] }> = {
  kernelName: Reverse,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, { dims }) => {
    const reversed = util.parseAxisParam(dims, x.shape);
    const own = stridesOf(x.shape);
    const from = x.shape.map((_, axis) => (reversed.includes(axis) ? -1 : 1) * (own[axis] ?? 1));
    const first = x.shape.map((size, axis) => (reversed.includes(axis) ? size - 1 : 0));
    return copy(runtime, x, x.shape, { axes: boxAxes(x.shape, from), fromStart: startOf(first, own) });
  },
};

const tileKernel: NativeKernel<Inputs, { readonly reps: readonly number[] }> = {
  kernelName: Tile,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, { reps }) => {
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    if (sizeOf(shape) === sizeOf(x.shape)) return runtime.alias(x, shape, x.dtype);
    const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
    const axes = x.shape.flatMap((size, axis) => {
      const [fromStep, toStep] = [from[axis] ?? 1, to[axis] ?? 1];
      return [
        { size: reps[axis] ?? 1, from: 0, to: size * toStep },
        { size, from: fromStep, to: toStep },
      ];
    });
    return copy(runtime, x, shape, { axes });
  },
};

interface PadAttributes {
  readonly paddings: readonly (readonly [before: number, after: number])[];
  readonly constantValue: number;
}

const padKernel: NativeKernel<Inputs, PadAttributes> = {
  kernelName: PadV2,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, { paddings, constantValue }) => {
    const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const out = runtime.output(shape, x.dtype);
    const elementBytes = elementBytesOf(x) ?? 4;
    const word = x.dtype === 'float32' ? floatWord(constantValue) : constantValue;
    runtime.instruct([runtime.address(out)], ([to]) => fillWords({ elementBytes, size: sizeOf(shape), word, out: to }));
    const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
    const axes = x.shape.map((size, axis) => ({ size, from: from[axis] ?? 1, to: to[axis] ?? 1 }));
    const first = paddings.map(([before]) => before);
    instructCopy(runtime, x, out, { axes, toStart: startOf(first, to) });
    return out;
  },
};

interface AxisAttributes {
  readonly axis: number;
}

/** Whether tensors are of one dtype, which instructions move. */
function areAlike(inputs: readonly TensorInfo[]): boolean {
  const [first] = inputs;
  return (
    first !== undefined && elementBytesOf(first) !== undefined && inputs.every(({ dtype }) => dtype === first.dtype)
  );
}

const concatKernel: NativeKernel<readonly TensorInfo[], AxisAttributes> = {
  kernelName: Concat,
  worthwhile,
  serves: areAlike,
  compute: (runtime, inputs, attributes) => {
    const [first] = inputs as readonly [TensorInfo];
    const axis = util.parseAxisParam(attributes.axis, first.shape)[0] ?? 0;
    const shapes = inputs.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    return join(runtime, inputs, axis, backend_util.computeOutShape(shapes, axis));
  },
};

const packKernel: NativeKernel<readonly TensorInfo[], AxisAttributes> = {
  kernelName: Pack,
  worthwhile,
  serves: (inputs) => areAlike(inputs) && inputs.every(({ shape }) => String(shape) === String(inputs[0]?.shape)),
  compute: (runtime, inputs, attributes) => {
    const [{ shape }] = inputs as readonly [TensorInfo];
    const axis = attributes.axis < 0 ? attributes.axis + shape.length + 1 : attributes.axis;
    return join(runtime, inputs, axis, shape.toSpliced(axis, 0, inputs.length));
  },
};

/** Row r of the result is the rows r of the tensors, one after another; a row has the axes from `axis` on. */
function join(runtime: CoprocessorRuntime, inputs: readonly TensorInfo[], axis: number, outShape: Shape): TensorInfo {
  const [first] = inputs as readonly [TensorInfo];
  const out = runtime.output(outShape, first.dtype);
  const rows = sizeOf(outShape.slice(0, axis));
  if (sizeOf(outShape) === 0) return out;
  const blocks = blocksOf(
    rows,
    inputs.map(({ shape }) => sizeOf(shape) / rows),
  );
  const addresses = [...inputs, out].map((tensor) => runtime.address(tensor));
  runtime.instruct(addresses, (places) => {
    const to = places.at(-1) as (typeof places)[number];
    const pieces = blocks.map(({ start, size, rowSize }, index) => ({
      axes: [
        { size: rows, from: size, to: rowSize },
        { size, from: 1, to: 1 },
      ],
      toStart: start,
      from: places[index] ?? to,
    }));
    return joinWords({ elementBytes: elementBytesOf(first) ?? 4, pieces, to });
  });
  return out;
}

interface Piece {
  /** Elements of a row that it has, those before it, and all. */
  readonly size: number;
  readonly start: number;
  readonly rowSize: number;
}

function blocksOf(rows: number, sizes: readonly number[]): Piece[] {
  if (rows === 0) return [];
  const rowSize = sizes.reduce((sum, size) => sum + size, 0);
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return { size, start: end - size, rowSize };
  });
}

const unpackKernel: NativeKernel<{ readonly value: TensorInfo }, AxisAttributes> = {
  kernelName: Unpack,
  worthwhile,
  serves: ({ value }) => isMovable({ x: value }),
  compute: (runtime, { value }, attributes) => {
    const { shape } = value;
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    return part(runtime, value, axis, Array<Shape>(shape[axis] ?? 0).fill(shape.toSpliced(axis, 1)));
  },
};

interface SplitAttributes extends AxisAttributes {
  readonly numOrSizeSplits: number | number[];
}

const splitKernel: NativeKernel<Inputs, SplitAttributes> = {
  kernelName: SplitV,
  worthwhile,
  serves: isMovable,
  compute: (runtime, { x }, attributes) => {
    const axis = util.parseAxisParam(attributes.axis, x.shape)[0] ?? 0;
    const sizes = backend_util.prepareSplitSize(x as never, attributes.numOrSizeSplits, axis);
    return part(
      runtime,
      x,
      axis,
      sizes.map((size) => x.shape.with(axis, size)),
    );
  },
};

/** The parts in their order; a row of each has the axes from `axis` on. */
function part(runtime: CoprocessorRuntime, x: TensorInfo, axis: number, shapes: readonly Shape[]): TensorInfo[] {
  const rows = sizeOf(x.shape.slice(0, axis));
  const outs = shapes.map((shape) => runtime.output(shape, x.dtype));
  const blocks = blocksOf(
    rows,
    shapes.map((shape) => sizeOf(shape) / rows),
  );
  const addresses = [...outs, x].map((tensor) => runtime.address(tensor));
  runtime.instruct(addresses, (places) => {
    const from = places.at(-1) as (typeof places)[number];
    const pieces = blocks.map(({ start, size, rowSize }, index) => ({
      axes: [
        { size: rows, from: rowSize, to: size },
        { size, from: 1, to: 1 },
      ],
      fromStart: start,
      to: places[index] ?? from,
    }));
    return partWords({ elementBytes: elementBytesOf(x) ?? 4, from, pieces });
  });
  return outs;
}

/** All of them. */
export const movementKernels: readonly NativeKernel[] = [
  concatKernel,
  packKernel,
  padKernel,
  reverseKernel,
  sliceKernel,
  splitKernel,
  stridedSliceKernel,
  tileKernel,
  transposeKernel,
  unpackKernel,
];
