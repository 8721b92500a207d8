/**
 * Gradient of a convolution with respect to its input: as many convolutions of stride 1 as the product of the
 * strides, one a phase.
 *
 * Each runs over the gradient of the output in a zero border with a part of the filter turned by half a
 * turn, as matrix products: the elements of a window's row are contiguous. A 2-D convolution is one of volumes with a
 * depth of 1.
 */
import {
  checkGradientShape,
  type ConvolutionAttributes,
  type Shape,
  sizeOf,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
} from '@isograd/core';
import { Conv2DBackpropInput, Conv3DBackpropInputV2, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { packTransposedPanels } from '../matrix/pack-panels.js';
import { windowsProduct } from '../matrix/windows-product.js';
import { requireFloats } from '../require-floats.js';
import { runOnImages } from '../run-on-images.js';
import { productsWorthSharing } from '../worth-sharing.js';
import { type Geometry, imageGeometry, readChannelsLast, volumeGeometry, writeChannelsLast } from './geometry.js';
import { imagesPerGroup } from './padded-volume.js';
import { planesOf } from './planes.js';
import { rowsPerBlock } from './rows-per-block.js';
import { type Phase, stridedAxis } from './strided-axis.js';

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, filters]`, for 3-D `[batch, outDepth, outHeight, outWidth, filters]` */
  readonly dy: TensorInfo;
  /** float32 `[height, width, channels, filters]`, for 3-D `[depth, height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

interface InputShape {
  readonly inputShape: Shape;
}

/** The kernel `Conv2DBackpropInput`; strides and padding as they come. */
export const conv2dBackpropInputKernel: WasmKernel<Inputs, ConvolutionAttributes & InputShape> = inputGradientKernel(
  Conv2DBackpropInput,
  imageGeometry,
);

/** The kernel `Conv3DBackpropInputV2`, which is the transposed convolution of volumes too. */
export const conv3dBackpropInputKernel: WasmKernel<Inputs, VolumeConvolutionAttributes & InputShape> =
  inputGradientKernel(Conv3DBackpropInputV2, volumeGeometry);

function inputGradientKernel<Attributes extends object>(
  kernelName: string,
  geometryOf: (xShape: Shape, filterShape: Shape, attributes: Attributes) => Geometry,
): WasmKernel<Inputs, Attributes & InputShape> {
  return {
    kernelName,
    functions: [copyRows, windowsProduct, packTransposedPanels],
    compute(runtime, { dy, filter }, attributes) {
      requireFloats(kernelName, dy, filter);
      const geometry = geometryOf(attributes.inputShape, filter.shape, attributes);
      checkGradientShape(kernelName, dy.shape, geometry);
      return readChannelsLast(runtime, geometry, dy, (gradient) =>
        writeChannelsLast(runtime, geometry, geometry.inShape, (dx) =>
          runPhases(runtime, runtime.address(gradient), runtime.address(filter), dx, geometry.volume),
        ),
      );
    },
  };
}

/** Computes the gradient at `dx` from the tensors at `dy` and `filter`. */
function runPhases(runtime: Runtime, dy: number, filter: number, dx: number, info: VolumeInfo): void {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth, outChannels } = info;
  const { filterDepth, filterHeight, filterWidth, strideDepth, strideHeight, strideWidth } = info;
  const isDense =
    sizeOf(info.outShape) > 0 &&
    filterDepth >= strideDepth &&
    filterHeight >= strideHeight &&
    filterWidth >= strideWidth;
  if (!isDense) runtime.fill(dx, 4 * sizeOf(info.inShape)); // some elements meet no filter element
  if (sizeOf(info.outShape) * sizeOf(info.inShape) === 0) return;

  const depthwise = stridedAxis(inDepth, outDepth, filterDepth, strideDepth, info.padInfo.front);
  const vertical = stridedAxis(inHeight, outHeight, filterHeight, strideHeight, info.padInfo.top);
  const horizontal = stridedAxis(inWidth, outWidth, filterWidth, strideWidth, info.padInfo.left);
  const pixelBytes = 4 * inChannels;
  const gradientPixelBytes = 4 * outChannels;
  const rowBytes = horizontal.paddedLength * gradientPixelBytes;
  const sliceBytes = vertical.paddedLength * rowBytes;
  const imageBytes = depthwise.paddedLength * sliceBytes;
  const inSliceBytes = inHeight * inWidth * pixelBytes;
  const outSliceBytes = outHeight * outWidth * gradientPixelBytes;
  const group = imagesPerGroup(batchSize, imageBytes);
  runtime.withScratch(group * imageBytes + 4 * sizeOf(info.filterShape), (padded) => {
    const passes = planPasses(
      [depthwise.phases, vertical.phases, horizontal.phases],
      padded + group * imageBytes,
      info,
    );
    for (const pass of passes) packFilter(runtime, filter, info, pass);
    runtime.fill(padded, group * imageBytes);
    for (let firstImage = 0; firstImage < batchSize; firstImage += group) {
      const images = Math.min(group, batchSize - firstImage);
      for (let slice = 0; slice < depthwise.copied; slice++) {
        runOnImages(
          runtime,
          copyRows,
          {
            from: dy + (firstImage * outDepth + slice) * outSliceBytes,
            fromRow: outWidth * gradientPixelBytes,
            to:
              padded +
              (depthwise.before + slice) * sliceBytes +
              vertical.before * rowBytes +
              horizontal.before * gradientPixelBytes,
            toRow: rowBytes,
            rows: vertical.copied,
            rowBytes: horizontal.copied * gradientPixelBytes,
          },
          {
            count: images,
            steps: { from: outDepth * outSliceBytes, to: imageBytes },
            size: vertical.copied * horizontal.copied * outChannels,
          },
        );
      }
      for (const { slices, rows, columns, panels, panelsBytes } of passes) {
        const kInner = columns.filterElements.length * outChannels;
        const kOuter = rows.filterElements.length;
        for (const { image, planes } of planesOf(images, inDepth)) {
          const y = ((firstImage + image) * inDepth + slices.firstInput) * inHeight + rows.firstInput;
          const c = dx + (y * inWidth + columns.firstInput) * pixelBytes;
          for (let element = 0; element < slices.filterElements.length; element++) {
            runtime.runParallel(
              windowsProduct,
              {
                a:
                  padded +
                  image * imageBytes +
                  (slices.firstWindow + element) * sliceBytes +
                  rows.firstWindow * rowBytes +
                  columns.firstWindow * gradientPixelBytes,
                aStride: gradientPixelBytes,
                aRow: rowBytes,
                aPlane: inDepth === 1 ? imageBytes : sliceBytes,
                aOuter: rowBytes,
                b: panels + element * panelsBytes,
                bRow: 0,
                c,
                cStride: strideWidth * pixelBytes,
                cRow: strideHeight * inWidth * pixelBytes,
                cPlane: inDepth === 1 ? inSliceBytes : strideDepth * inSliceBytes,
                columns: columns.inputs,
                n: inChannels,
                kInner,
                kOuter,
                blockRows: rowsPerBlock(rows.inputs, columns.inputs, inChannels),
                initial: element > 0 ? c : 0,
                lowest: Number.NEGATIVE_INFINITY,
                highest: Number.POSITIVE_INFINITY,
                row: 0,
                rows: (inDepth === 1 ? planes : slices.inputs) * rows.inputs,
                planeRows: rows.inputs,
              },
              productsWorthSharing / (columns.inputs * kInner * kOuter * inChannels),
            );
          }
        }
      }
    }
  });
}

/** One of the convolutions: its phases, and where its part of the filter is packed. */
interface Pass {
  readonly slices: Phase;
  readonly rows: Phase;
  readonly columns: Phase;
  /** The panels of the first filter element in depth, and the size of those of each. */
  readonly panels: number;
  readonly panelsBytes: number;
}

type PhasesByAxis = readonly [slices: readonly Phase[], rows: readonly Phase[], columns: readonly Phase[]];

function planPasses([depthwise, vertical, horizontal]: PhasesByAxis, address: number, info: VolumeInfo): Pass[] {
  const elementBytes = 4 * info.inChannels * info.outChannels;
  const passes: Pass[] = [];
  let panels = address;
  for (const slices of depthwise) {
    for (const rows of vertical) {
      for (const columns of horizontal) {
        const panelsBytes = rows.filterElements.length * columns.filterElements.length * elementBytes;
        const sizeBytes = slices.filterElements.length * panelsBytes;
        if (sizeBytes > 0) passes.push({ slices, rows, columns, panels, panelsBytes });
        panels += sizeBytes;
      }
    }
  }
  return passes;
}

/** Packs the part of the filter that a pass uses: terms in the order of the window, columns are channels. */
function packFilter(runtime: Runtime, filter: number, info: VolumeInfo, pass: Pass): void {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const { slices, rows, columns, panels, panelsBytes } = pass;
  slices.filterElements.forEach((slice, depth) => {
    const elements = rows.filterElements.flatMap((row) =>
      columns.filterElements.map((column) => (slice * filterHeight + row) * filterWidth + column),
    );
    elements.forEach((element, index) => {
      runtime.run(packTransposedPanels, {
        source: filter + 4 * element * inChannels * outChannels,
        sourceRow: 4 * outChannels,
        panels: panels + depth * panelsBytes,
        firstTerm: index * outChannels,
        terms: elements.length * outChannels,
        k: outChannels,
        n: inChannels,
      });
    });
  });
}
