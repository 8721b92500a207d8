/**
 * Convolution and its two gradients as matrix products.
 *
 * The patches of an input are a matrix P with a row for each output pixel and a column for each tap and channel.
 * With the filter as a matrix W, y = P W, dW = Pᵀ dy and dP = dy Wᵀ, whose elements are then added up where the
 * patches were taken. Runs of rows are made at a time, never all of P. Channels last, images as volumes.
 */
import type { HostData, VolumeInfo } from '@isograd/core';
import { addProduct, rowMajor, transposed } from '../matrix/matrix-product.js';
import { eachWindowRun, outside, tapCount, type WindowRun } from '../windows.js';

/** Elements of a run of patches: 512 KiB. */
const runElements = 2 ** 16;
/** Rows of a run at least, so that packing the filter for each run stays cheap beside the product. */
const fewestRows = 64;

function eachPatchRun(info: VolumeInfo, visit: (run: WindowRun, patches: Float64Array) => void): void {
  const patchSize = tapCount(info) * info.inChannels;
  const pixels = Math.max(fewestRows, Math.floor(runElements / (patchSize + 1)));
  let patches = new Float64Array(0);
  eachWindowRun(info, pixels, (run) => {
    if (patches.length !== run.pixels * patchSize) patches = new Float64Array(run.pixels * patchSize);
    visit(run, patches);
  });
}

/**
 * Adds the convolution of `x` to `y`.
 *
 * @param x - `[batch, depth, height, width, channels]`
 * @param filter - `[depth, height, width, channels, filters]`
 * @param y - `[batch, outDepth, outHeight, outWidth, filters]`, zeros.
 */
export function convolve(x: HostData, filter: HostData, y: HostData, info: VolumeInfo): void {
  const { inChannels, outChannels: n } = info;
  const k = tapCount(info) * inChannels;
  eachPatchRun(info, (run, patches) => {
    takePatches(x, inChannels, run, patches);
    const sizes = { m: run.pixels, n, k };
    addProduct(rowMajor(patches, k), rowMajor(filter, n), rowMajor(y, n, run.firstPixel * n), sizes);
  });
}

/** dW = Pᵀ dy */
export function filterGradient(x: HostData, dy: HostData, info: VolumeInfo): Float64Array {
  const { inChannels, outChannels: n } = info;
  const m = tapCount(info) * inChannels;
  const dFilter = new Float64Array(m * n);
  eachPatchRun(info, (run, patches) => {
    takePatches(x, inChannels, run, patches);
    const sizes = { m, n, k: run.pixels };
    addProduct(transposed(rowMajor(patches, m)), rowMajor(dy, n, run.firstPixel * n), rowMajor(dFilter, n), sizes);
  });
  return dFilter;
}

/** dP = dy Wᵀ, added up into the input. */
export function inputGradient(dy: HostData, filter: HostData, info: VolumeInfo): Float64Array {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outChannels: k } = info;
  const n = tapCount(info) * inChannels;
  const dx = new Float64Array(batchSize * inDepth * inHeight * inWidth * inChannels);
  eachPatchRun(info, (run, patches) => {
    patches.fill(0);
    const sizes = { m: run.pixels, n, k };
    addProduct(rowMajor(dy, k, run.firstPixel * k), transposed(rowMajor(filter, k)), rowMajor(patches, n), sizes);
    addPatches(dx, inChannels, run, patches);
  });
  return dx;
}

function takePatches(x: HostData, channels: number, { tapPixels }: WindowRun, patches: Float64Array): void {
  for (let to = 0, tap = 0; to < patches.length; to += channels, tap++) {
    const pixel = tapPixels[tap] as number;
    const from = pixel * channels;
    if (pixel === outside) patches.fill(0, to, to + channels);
    else for (let c = 0; c < channels; c++) patches[to + c] = x[from + c] as number;
  }
}

function addPatches(dx: Float64Array, channels: number, { tapPixels }: WindowRun, patches: Float64Array): void {
  for (let from = 0, tap = 0; from < patches.length; from += channels, tap++) {
    const pixel = tapPixels[tap] as number;
    if (pixel === outside) continue;
    const to = pixel * channels;
    for (let c = 0; c < channels; c++) dx[to + c] = (dx[to + c] as number) + (patches[from + c] as number);
  }
}
