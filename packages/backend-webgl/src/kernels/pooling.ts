/** Geometry and loops that the pooling shaders share. */
import { backend_util } from '@tensorflow/tfjs-core';

/** Attributes of the pooling kernels. */
export interface PoolingAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of one pooling. */
export type PoolingInfo = ReturnType<typeof backend_util.computePool2DInfo>;

/** The geometry of pooling over `xShape`. */
export function poolingInfo(xShape: readonly number[], attributes: PoolingAttributes): PoolingInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = [...xShape] as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/**
 * Code that runs `body` for each element of the window of the output `coords`, in row-major order, with
 * `i`, `j` (its place in the window) and `value` defined. `x` must be a variable of the program.
 */
export function forEachElement(info: PoolingInfo, body: string): string {
  const { filterHeight, filterWidth, strideHeight, strideWidth, inHeight, inWidth, padInfo } = info;
  return `
    for (int i = 0; i < ${filterHeight}; i++) {
      int row = coords.y * ${strideHeight} + i - ${padInfo.top};
      if (row < 0 || row >= ${inHeight}) continue;
      for (int j = 0; j < ${filterWidth}; j++) {
        int column = coords.z * ${strideWidth} + j - ${padInfo.left};
        if (column < 0 || column >= ${inWidth}) continue;
        float value = getX(coords.x, row, column, coords.w);
        ${body}
      }
    }`;
}

/**
 * Code that runs `body` for each window that the input element `coords` lies in, with `row`, `column` (the
 * window's output position) and `i`, `j` (the element's place in it) defined.
 */
export function forEachWindow(info: PoolingInfo, body: string): string {
  const { filterHeight, filterWidth, strideHeight, strideWidth, outHeight, outWidth, padInfo } = info;
  return `
    for (int i = 0; i < ${filterHeight}; i++) {
      int top = coords.y + ${padInfo.top} - i;
      int row = top / ${strideHeight};
      if (top < 0 || row * ${strideHeight} != top || row >= ${outHeight}) continue;
      for (int j = 0; j < ${filterWidth}; j++) {
        int left = coords.z + ${padInfo.left} - j;
        int column = left / ${strideWidth};
        if (left < 0 || column * ${strideWidth} != left || column >= ${outWidth}) continue;
        ${body}
      }
    }`;
}
