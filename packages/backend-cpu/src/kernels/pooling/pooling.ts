/** Max and average pooling and their gradients over windows; images are volumes with a depth of 1, channels last. */
import type { HostData, VolumeInfo } from '@isograd/core';
import { eachWindowRun, outputPixels, outside, tapCount } from '../windows.js';

/** Pixels of a run: enough to forget what a run costs. */
const pixelsPerRun = 1024;

/** Calls `visit` with the index of each output pixel and the input pixels of its window that lie in the image. */
function eachWindow(info: VolumeInfo, visit: (pixel: number, inside: Int32Array, count: number) => void): void {
  const taps = tapCount(info);
  const inside = new Int32Array(taps);
  eachWindowRun(info, pixelsPerRun, ({ firstPixel, pixels, tapPixels }) => {
    for (let index = 0; index < pixels; index++) {
      let count = 0;
      for (let tap = index * taps; tap < (index + 1) * taps; tap++) {
        if (tapPixels[tap] !== outside) inside[count++] = tapPixels[tap] as number;
      }
      visit(firstPixel + index, inside, count);
    }
  });
}

/** The largest element of each window; NaN if it has one, the lowest number if it is empty. */
export function maxPool(x: HostData, y: HostData, info: VolumeInfo): void {
  const channels = info.inChannels;
  y.fill(Number.NEGATIVE_INFINITY);
  eachWindow(info, (pixel, inside, count) => {
    const to = pixel * channels;
    for (let index = 0; index < count; index++) {
      const from = (inside[index] as number) * channels;
      for (let k = 0; k < channels; k++) {
        const value = x[from + k] as number;
        if (value > (y[to + k] as number) || Number.isNaN(value)) y[to + k] = value;
      }
    }
  });
}

/** Index in `x` of the first maximum of each window, or of its first NaN; -1 of an empty window. */
export function maxPositions(x: HostData, info: VolumeInfo): Int32Array {
  const channels = info.inChannels;
  const positions = new Int32Array(outputPixels(info) * channels).fill(-1);
  eachWindow(info, (pixel, inside, count) => {
    for (let index = 0; index < count; index++) {
      const from = (inside[index] as number) * channels;
      for (let k = 0; k < channels; k++) {
        const at = positions[pixel * channels + k] as number;
        const value = x[from + k] as number;
        const best = x[at] as number;
        if (at === -1 || value > best || (Number.isNaN(value) && !Number.isNaN(best))) {
          positions[pixel * channels + k] = from + k;
        }
      }
    }
  });
  return positions;
}

/** The gradient of each window goes to its first maximum in row-major order, or its first NaN. */
export function maxPoolGradient(dy: HostData, x: HostData, info: VolumeInfo): Float64Array {
  const dx = new Float64Array(x.length);
  maxPositions(x, info).forEach((at, index) => {
    if (at !== -1) dx[at] = (dx[at] as number) + (dy[index] as number);
  });
  return dx;
}

/** The mean of the elements of each window that lie in the image, not of its padding; 0 of an empty window. */
export function averagePool(x: HostData, y: HostData, info: VolumeInfo): void {
  const channels = info.inChannels;
  const sums = new Float64Array(channels);
  eachWindow(info, (pixel, inside, count) => {
    sums.fill(0);
    for (let index = 0; index < count; index++) {
      const from = (inside[index] as number) * channels;
      for (let k = 0; k < channels; k++) sums[k] = (sums[k] as number) + (x[from + k] as number);
    }
    for (let k = 0; k < channels; k++) y[pixel * channels + k] = (sums[k] as number) / Math.max(count, 1);
  });
}

/** The gradient of each window is shared equally by its elements; padding takes no share, as in the forward pass. */
export function averagePoolGradient(dy: HostData, info: VolumeInfo): Float64Array {
  const channels = info.inChannels;
  const dx = new Float64Array(info.batchSize * info.inDepth * info.inHeight * info.inWidth * channels);
  eachWindow(info, (pixel, inside, count) => {
    for (let index = 0; index < count; index++) {
      const to = (inside[index] as number) * channels;
      for (let k = 0; k < channels; k++) {
        dx[to + k] = (dx[to + k] as number) + (dy[pixel * channels + k] as number) / count;
      }
    }
  });
  return dx;
}
