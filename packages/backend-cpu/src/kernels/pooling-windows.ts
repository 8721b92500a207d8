/** The windows of a pooling, cut to the input. */
import { type PoolingAttributes, poolingInfo, type Shape } from '@isograd/core';

/** The part of a window along one axis that lies inside of the input: from `start` to before `end`. */
export interface WindowSpan {
  readonly start: number;
  readonly end: number;
}

/** Sizes and windows of one pooling, channels last. */
export interface PoolingWindows {
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

/** The windows of pooling over `xShape`. */
export function poolingWindows(xShape: Shape, attributes: PoolingAttributes): PoolingWindows {
  const info = poolingInfo(xShape, attributes);
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
