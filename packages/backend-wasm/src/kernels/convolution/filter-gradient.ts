/**
 * Gradient of a convolution with respect to its filter, as matrix products.
 *
 * With the image in a zero border, the elements that row `h` of the filter meets at one position of the
 * output are contiguous: `[filterWidth * channels]`. So each row of the filter's gradient is one product,
 * transpose(windows) · dy, that sums over all positions; nothing is unrolled into columns. A 2-D convolution is
 * one of volumes with a depth of 1.
 */
import {
  checkGradientShape,
  type ConvolutionAttributes,
  type Shape,
  sizeOf,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
} from '@isograd/core';
import { Conv2DBackpropFilter, Conv3DBackpropFilterV2, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { gradientPanel, gradientUnits, windowsGradient } from '../matrix/windows-gradient.js';
import { requireFloats } from '../require-floats.js';
import { productsWorthSharing } from '../worth-sharing.js';
import { type Geometry, imageGeometry, readChannelsLast, volumeGeometry } from './geometry.js';
import { withPaddedVolumes } from './padded-volume.js';
import { planesOf } from './planes.js';

interface Inputs {
  /** float32 `[batch, height, width, channels]`, for 3-D `[batch, depth, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[batch, outHeight, outWidth, filters]`, for 3-D `[batch, outDepth, outHeight, outWidth, filters]` */
  readonly dy: TensorInfo;
}

interface FilterShape {
  readonly filterShape: Shape;
}

/** Positions summed before the next product begins: their pixels of x and dy then stay in the first-level cache. */
const positionsPerBlock = 256;

/** The kernel `Conv2DBackpropFilter`; strides and padding as they come. */
export const conv2dBackpropFilterKernel: WasmKernel<Inputs, ConvolutionAttributes & FilterShape> = filterGradientKernel(
  Conv2DBackpropFilter,
  imageGeometry,
);

/** The kernel `Conv3DBackpropFilterV2`. */
export const conv3dBackpropFilterKernel: WasmKernel<Inputs, VolumeConvolutionAttributes & FilterShape> =
  filterGradientKernel(Conv3DBackpropFilterV2, volumeGeometry);

function filterGradientKernel<Attributes extends object>(
  kernelName: string,
  geometryOf: (xShape: Shape, filterShape: Shape, attributes: Attributes) => Geometry,
): WasmKernel<Inputs, Attributes & FilterShape> {
  return {
    kernelName,
    functions: [copyRows, windowsGradient],
    compute(runtime, { x, dy }, attributes) {
      requireFloats(kernelName, x, dy);
      const geometry = geometryOf(x.shape, attributes.filterShape, attributes);
      checkGradientShape(kernelName, dy.shape, geometry);
      const out = runtime.output(geometry.filterShape, 'float32');
      readChannelsLast(runtime, geometry, x, (image) =>
        readChannelsLast(runtime, geometry, dy, (gradient) =>
          addPositions(
            runtime,
            runtime.address(image),
            runtime.address(gradient),
            runtime.address(out),
            geometry.volume,
          ),
        ),
      );
      return out;
    },
  };
}

/** Computes the gradient at `filter` from the tensors at `x` and `dy`. */
function addPositions(runtime: Runtime, x: number, dy: number, filter: number, info: VolumeInfo): void {
  const { inChannels, outDepth, outHeight, outWidth, outChannels } = info;
  const { filterDepth, filterHeight, filterWidth, strideDepth, strideHeight, strideWidth } = info;
  if (sizeOf(info.outShape) === 0) {
    runtime.fill(filter, 4 * sizeOf(info.filterShape));
    return;
  }
  const filterRows = filterDepth * filterHeight;
  const m = filterWidth * inChannels;
  const units = gradientUnits(filterRows, outChannels);
  withPaddedVolumes(
    runtime,
    x,
    info,
    ({ firstImage, images, address, pixelBytes, rowBytes, sliceBytes, imageBytes }) => {
      for (const { image, planes } of planesOf(images, outDepth)) {
        const first = firstImage + image;
        const positions = planes * outHeight * outWidth;
        runtime.runParallel(
          windowsGradient,
          {
            x: address + image * imageBytes,
            xStride: strideWidth * pixelBytes,
            xRow: strideHeight * rowBytes,
            xPlane: outDepth === 1 ? imageBytes : strideDepth * sliceBytes,
            tapRow: rowBytes,
            tapSlice: sliceBytes,
            dy: dy + 4 * first * outDepth * outHeight * outWidth * outChannels,
            planes,
            rows: outHeight,
            columns: outWidth,
            n: outChannels,
            blockRows: Math.max(1, Math.floor(positionsPerBlock / outWidth)),
            gradient: filter,
            m,
            sliceRows: filterHeight,
            unit: 0,
            units,
            accumulate: first > 0 ? 1 : 0,
          },
          // Each part reads all of x and dy: so no thread gets more than one.
          Math.max(units / runtime.threads, productsWorthSharing / (positions * m * gradientPanel)),
        );
      }
    },
  );
}
