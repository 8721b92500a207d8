/** Loops over windows that the pooling shaders share. */
import type { PoolingInfo } from '@isograd/core';

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
