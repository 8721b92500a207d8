/** Rows by their index: look-ups, their transpose, and rows with one element switched on. */
import { sizeOf } from '@isograd/core';
import {
  backend_util,
  type DataType,
  GatherV2,
  OneHot,
  type TensorInfo,
  UnsortedSegmentSum,
  util,
} from '@tensorflow/tfjs-core';
import { oneHotWords } from '../native/instructions/fill.js';
import { gatherWords, segmentSumWords } from '../native/instructions/gather.js';
import { floatWord } from '../native/instructions/instruction.js';
import type { NativeKernel } from './native-kernel.js';

const isNumber = (dtype: DataType): dtype is 'float32' | 'int32' => dtype === 'float32' || dtype === 'int32';

interface GatherInputs {
  readonly x: TensorInfo;
  /** int32, any shape. */
  readonly indices: TensorInfo;
}

interface GatherAttributes {
  readonly axis: number;
  /** Leading axes that `x` and `indices` share. */
  readonly batchDims?: number;
}

/** The kernel `GatherV2`. */
export const gatherKernel: NativeKernel<GatherInputs, GatherAttributes> = {
  kernelName: GatherV2,
  worthwhile: 2 ** 12,
  serves: ({ x }) => (isNumber(x.dtype) || x.dtype === 'bool') && sizeOf(x.shape) > 0,
  compute: (runtime, { x, indices }, attributes) => {
    const axis = util.parseAxisParam(attributes.axis, x.shape)[0] ?? 0;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(x as never, indices as never, axis, attributes.batchDims ?? 0);
    runtime.requireIndices(GatherV2, indices, dimSize);
    const out = runtime.output(outputShape, x.dtype);
    const elementBytes = isNumber(x.dtype) ? 4 : 1;
    const count = sizeOf(indices.shape) / batchSize;
    const sizes = {
      elementBytes,
      tables: outerSize,
      tableRows: dimSize,
      indexCount: count,
      rowSize: sliceSize,
    } as const;
    for (let batch = 0; batch < batchSize; batch++) {
      const tables = batch * outerSize * elementBytes * sliceSize;
      runtime.instruct(
        [
          runtime.address(x) + tables * dimSize,
          runtime.address(indices) + 4 * batch * count,
          runtime.address(out) + tables * count,
        ] as const,
        ([table, rows, to]) => gatherWords({ ...sizes, table, indices: rows, out: to }),
      );
    }
    return out;
  },
};

interface SegmentInputs {
  /** float32 or int32 `[rows, ...]` */
  readonly x: TensorInfo;
  /** int32 `[rows]` */
  readonly segmentIds: TensorInfo;
}

/** The kernel `UnsortedSegmentSum`. */
export const segmentSumKernel: NativeKernel<SegmentInputs, { readonly numSegments: number }> = {
  kernelName: UnsortedSegmentSum,
  worthwhile: 2 ** 12,
  serves: ({ x }) => isNumber(x.dtype),
  compute: (runtime, { x, segmentIds }, { numSegments }) => {
    const rowShape = x.shape.slice(1);
    const out = runtime.output([numSegments, ...rowShape], x.dtype);
    const sizes = {
      dtype: x.dtype === 'int32' ? 'int32' : 'float32',
      rows: x.shape[0] ?? 0,
      rowSize: sizeOf(rowShape),
      segmentCount: numSegments,
    } as const;
    const addresses = [runtime.address(x), runtime.address(segmentIds), runtime.address(out)] as const;
    runtime.instruct(addresses, ([from, segments, to]) => segmentSumWords({ ...sizes, x: from, segments, out: to }));
    return out;
  },
};

interface OneHotAttributes {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: DataType;
}

/** The kernel `OneHot`. */
export const oneHotKernel: NativeKernel<{ readonly indices: TensorInfo }, OneHotAttributes> = {
  kernelName: OneHot,
  worthwhile: 2 ** 12,
  serves: (_, { dtype }) => isNumber(dtype) || dtype === 'bool',
  compute: (runtime, { indices }, { depth, onValue, offValue, dtype }) => {
    const out = runtime.output([...indices.shape, depth], dtype);
    const word = (value: number): number => {
      if (dtype === 'float32') return floatWord(value);
      return dtype === 'bool' ? Number(value !== 0) : value;
    };
    const rows = sizeOf(indices.shape);
    const sizes = {
      elementBytes: dtype === 'bool' ? 1 : 4,
      rows,
      depth,
      on: word(onValue),
      off: word(offValue),
    } as const;
    runtime.instruct([runtime.address(indices), runtime.address(out)], ([from, to]) =>
      oneHotWords({ ...sizes, indices: from, out: to }),
    );
    return out;
  },
};
