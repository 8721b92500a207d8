/**
 * Convolution, as matrix products.
 *
 * With the image in a zero border, the elements that one row of the filter meets are contiguous as long as the width is
 * not dilated. So each slice of the filter (each row of it, where the width is dilated) adds one product, windows ·
 * filter. A 2-D convolution is one of volumes with a depth of 1.
 *
 * XNNPACK, on which tfjs's kernels stand, turns NaN into -Infinity, and with 'same' padding gives zeros where a stride
 * is longer than its window.
 */
import { type ConvolutionAttributes, sizeOf, type VolumeConvolutionAttributes, type VolumeInfo } from '@isograd/core';
import { Conv2D, Conv3D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { type Epilogue, finishRows, noEpilogue } from '../fused/epilogue.js';
import { packPanels } from '../matrix/pack-panels.js';
import { windowsProduct } from '../matrix/windows-product.js';
import { requireFloats } from '../require-floats.js';
import { movesWorthSharing, productsWorthSharing } from '../worth-sharing.js';
import { type Geometry, imageGeometry, readChannelsLast, volumeGeometry, writeChannelsLast } from './geometry.js';
import { type PaddedVolumes, withPaddedVolumes } from './padded-volume.js';
import { planesOf } from './planes.js';
import { rowsPerBlock } from './rows-per-block.js';

interface Inputs {
  /** float32 `[batch, height, width, channels]`, for 3-D `[batch, depth, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[height, width, channels, filters]`, for 3-D `[depth, height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

/** Functions that `convolve` runs. */
export const convolveFunctions: readonly WasmFunction[] = [copyRows, finishRows, packPanels, windowsProduct];

/** The kernel `Conv2D`. */
export const conv2dKernel: WasmKernel<Inputs, ConvolutionAttributes> = forwardKernel(Conv2D, imageGeometry);

/** The kernel `Conv3D`. */
export const conv3dKernel: WasmKernel<Inputs, VolumeConvolutionAttributes> = forwardKernel(Conv3D, volumeGeometry);

function forwardKernel<Attributes extends object>(
  kernelName: string,
  geometryOf: (xShape: readonly number[], filterShape: readonly number[], attributes: Attributes) => Geometry,
): WasmKernel<Inputs, Attributes> {
  return {
    kernelName,
    functions: convolveFunctions,
    compute(runtime, { x, filter }, attributes) {
      requireFloats(kernelName, x, filter);
      return convolve(runtime, x, filter, geometryOf(x.shape, filter.shape, attributes));
    },
  };
}

/** The convolution of `x` with `filter`. */
export function convolve(
  runtime: Runtime,
  x: TensorInfo,
  filter: TensorInfo,
  geometry: Geometry,
  epilogue: Epilogue = noEpilogue,
): TensorInfo {
  return readChannelsLast(runtime, geometry, x, (channelsLast) =>
    writeChannelsLast(runtime, geometry, geometry.outShape, (out) => {
      const addresses = { x: runtime.address(channelsLast), filter: runtime.address(filter), out };
      multiplyWindows(runtime, addresses, geometry.volume, epilogue);
    }),
  );
}

/** Windows from which packing the filter pays. */
const windowsWorthPacking = 32;

function multiplyWindows(
  runtime: Runtime,
  addresses: { readonly x: number; readonly filter: number; readonly out: number },
  info: VolumeInfo,
  epilogue: Epilogue,
): void {
  const { batchSize, outDepth, outHeight, outWidth, outChannels } = info;
  if (sizeOf(info.outShape) === 0) return;
  if (sizeOf(info.filterShape) === 0) {
    runtime.fill(addresses.out, 4 * sizeOf(info.outShape)); // sums over no channels
    const rows = sizeOf(info.outShape) / outChannels;
    runtime.run(finishRows, { out: addresses.out, rows, columns: outChannels, ...epilogue });
    return;
  }
  if (batchSize * outDepth * outHeight * outWidth < windowsWorthPacking) {
    multiplyImages(runtime, addresses, { address: addresses.filter, isPacked: false }, info, epilogue);
    return;
  }
  const filterBytes = 4 * sizeOf(info.filterShape);
  const terms = termsOfPart(info);
  const partBytes = 4 * terms * outChannels;
  runtime.withScratch(filterBytes, (panels) => {
    for (let from = 0; from < filterBytes; from += partBytes) {
      runtime.runParallel(
        packPanels,
        {
          source: addresses.filter + from,
          sourceRow: 4 * outChannels,
          panels: panels + from,
          firstTerm: 0,
          terms,
          k: terms,
          n: outChannels,
        },
        movesWorthSharing / terms,
      );
    }
    multiplyImages(runtime, addresses, { address: panels, isPacked: true }, info, epilogue);
  });
}

/** A filter in memory, as it is or as panels. */
interface PlacedFilter {
  readonly address: number;
  readonly isPacked: boolean;
}

function multiplyImages(
  runtime: Runtime,
  { x, out }: { readonly x: number; readonly out: number },
  filter: PlacedFilter,
  info: VolumeInfo,
  { bias, lowest, highest }: Epilogue,
): void {
  const { outDepth, outHeight, outWidth, outChannels } = info;
  const { strideDepth, strideHeight, strideWidth } = info;
  const partTerms = termsOfPart(info);
  withPaddedVolumes(runtime, x, info, (volumes) => {
    const parts = partsOf(info, volumes);
    const last = parts.offsets.length - 1;
    const { pixelBytes, rowBytes, sliceBytes, imageBytes } = volumes;
    const outRowBytes = 4 * outWidth * outChannels;
    const outSliceBytes = outHeight * outRowBytes;
    for (const { image, planes } of planesOf(volumes.images, outDepth)) {
      const c = out + (volumes.firstImage + image) * outDepth * outSliceBytes;
      parts.offsets.forEach((offset, index) => {
        runtime.runParallel(
          windowsProduct,
          {
            a: volumes.address + image * imageBytes + offset,
            aStride: strideWidth * pixelBytes,
            aRow: strideHeight * rowBytes,
            aPlane: outDepth === 1 ? imageBytes : strideDepth * sliceBytes,
            aOuter: parts.aOuter,
            b: filter.address + 4 * index * partTerms * outChannels,
            bRow: filter.isPacked ? 0 : 4 * outChannels,
            c,
            cStride: 4 * outChannels,
            cRow: outRowBytes,
            cPlane: outSliceBytes,
            columns: outWidth,
            n: outChannels,
            kInner: parts.kInner,
            kOuter: parts.kOuter,
            blockRows: rowsPerBlock(outHeight, outWidth, outChannels),
            initial: index === 0 ? bias : c,
            lowest: index === last ? lowest : Number.NEGATIVE_INFINITY,
            highest: index === last ? highest : Number.POSITIVE_INFINITY,
            row: 0,
            rows: planes * outHeight,
            planeRows: outHeight,
          },
          productsWorthSharing / (outWidth * partTerms * outChannels),
        );
      });
    }
  });
}

/** Whether the rows of a filter slice are read in one product. */
const areRowsTogether = ({ dilationWidth, filterWidth }: VolumeInfo): boolean =>
  dilationWidth === 1 || filterWidth === 1;

/** Terms of one product. */
function termsOfPart(info: VolumeInfo): number {
  return (areRowsTogether(info) ? info.filterHeight : 1) * info.filterWidth * info.inChannels;
}

/** The parts of a window that are read in one product each. */
interface WindowParts {
  /** Where each begins, in bytes from the first element of the window, in the order of the filter. */
  readonly offsets: readonly number[];
  readonly kInner: number;
  readonly kOuter: number;
  /** Bytes from one outer step to the next. */
  readonly aOuter: number;
}

function partsOf(info: VolumeInfo, { pixelBytes, rowBytes, sliceBytes }: PaddedVolumes): WindowParts {
  const { filterDepth, filterHeight, filterWidth, inChannels } = info;
  const { dilationDepth, dilationHeight, dilationWidth } = info;
  const slices = Array.from({ length: filterDepth }, (_, slice) => slice * dilationDepth * sliceBytes);
  if (areRowsTogether(info)) {
    return {
      offsets: slices,
      kInner: filterWidth * inChannels,
      kOuter: filterHeight,
      aOuter: dilationHeight * rowBytes,
    };
  }
  const rows = Array.from({ length: filterHeight }, (_, row) => row * dilationHeight * rowBytes);
  return {
    offsets: slices.flatMap((slice) => rows.map((row) => slice + row)),
    kInner: inChannels,
    kOuter: filterWidth,
    aOuter: dilationWidth * pixelBytes,
  };
}
