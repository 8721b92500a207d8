/** Geometry that the pooling kernels share. */
import { backend_util } from '@tensorflow/tfjs-core';

/** Attributes of the pooling kernels. */
export interface PoolingAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The part of a window along one axis that lies inside of the input: from `start` to before `end`. */
export interface WindowSpan {
  readonly start: number;
  readonly end: number;
}

/** Sizes and windows of one pooling, channels last. */
export interface PoolingInfo {
  readonly batchSize: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly outShape: number[];
  /** For each output row, its span of input rows. */
  readonly rowSpans: readonly WindowSpan[];
  /** For each output column, its span of input columns. */
  readonly columnSpans: readonly WindowSpan[];
}

/** The geometry of pooling over `xShape`. */
export function poolingInfo(xShape: readonly number[], attributes: PoolingAttributes): PoolingInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = [...xShape] as [number, number, number, number];
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { batchSize, inHeight, inWidth, inChannels: channels, outShape, padInfo } = info;
  const spans = (count: number, stride: number, size: number, before: number, total: number): WindowSpan[] =>
    Array.from({ length: count }, (_, index) => {
      const corner = index * stride - before;
      return { start: Math.max(0, corner), end: Math.min(total, corner + size) };
    });
  return {
    batchSize,
    inHeight,
    inWidth,
    channels,
    outShape,
    rowSpans: spans(info.outHeight, info.strideHeight, info.filterHeight, padInfo.top, inHeight),
    columnSpans: spans(info.outWidth, info.strideWidth, info.filterWidth, padInfo.left, inWidth),
  };
}
