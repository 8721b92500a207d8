/**
 * Gradient of a convolution with respect to its input: as many convolutions of stride 1 as the product of the
 * strides, one a phase.
 *
 * Each runs over the gradient of the output in a zero border with a part of the filter turned by half a
 * turn, and each of its rows is one matrix product: the elements of a window's row are contiguous. A 2-D
 * convolution is one of volumes with a depth of 1.
 */
import { checkGradientShape, type ConvolutionAttributes, sizeOf } from '@isograd/core';
import { Conv2DBackpropInput, Conv3DBackpropInputV2, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { matrixProduct } from '../matrix/matrix-product.js';
import { packTransposedPanels } from '../matrix/pack-panels.js';
import { requireFloats } from '../require-floats.js';
import { channelsLastInfo } from './convolution.js';
import { type Phase, stridedAxis } from './strided-axis.js';
import { asVolume, convolutionVolume, type VolumeConvolutionAttributes, type VolumeInfo } from './volume-geometry.js';

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, filters]`, for 3-D `[batch, outDepth, outHeight, outWidth, filters]` */
  readonly dy: TensorInfo;
  /** float32 `[height, width, channels, filters]`, for 3-D `[depth, height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

interface InputShape {
  readonly inputShape: readonly number[];
}

/** The kernel `Conv2DBackpropInput`; strides and padding as they come, NHWC only. */
export const conv2dBackpropInputKernel: WasmKernel<Inputs, ConvolutionAttributes & InputShape> = {
  kernelName: Conv2DBackpropInput,
  functions: [copyRows, matrixProduct, packTransposedPanels],
  compute(runtime, { dy, filter }, attributes) {
    const info = channelsLastInfo(Conv2DBackpropInput, attributes.inputShape, filter.shape, attributes);
    checkGradientShape(Conv2DBackpropInput, dy.shape, info);
    const out = runtime.output(info.inShape, 'float32');
    runPhases(runtime, runtime.address(dy), runtime.address(filter), runtime.address(out), asVolume(info));
    return out;
  },
};

/** The kernel `Conv3DBackpropInputV2`, which is the transposed convolution of volumes too. */
export const conv3dBackpropInputKernel: WasmKernel<Inputs, VolumeConvolutionAttributes & InputShape> = {
  kernelName: Conv3DBackpropInputV2,
  functions: [copyRows, matrixProduct, packTransposedPanels],
  compute(runtime, { dy, filter }, attributes) {
    requireFloats(Conv3DBackpropInputV2, dy, filter);
    const info = convolutionVolume(attributes.inputShape, filter.shape, attributes);
    checkGradientShape(Conv3DBackpropInputV2, dy.shape, info);
    const out = runtime.output(info.inShape, 'float32');
    runPhases(runtime, runtime.address(dy), runtime.address(filter), runtime.address(out), info);
    return out;
  },
};

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
  const paddedBytes = depthwise.paddedLength * sliceBytes;
  runtime.withScratch(paddedBytes + 4 * sizeOf(info.filterShape), (padded) => {
    const passes = planPasses([depthwise.phases, vertical.phases, horizontal.phases], padded + paddedBytes, info);
    for (const pass of passes) packFilter(runtime, filter, info, pass);
    runtime.fill(padded, paddedBytes);
    for (let image = 0; image < batchSize; image++) {
      for (let slice = 0; slice < depthwise.copied; slice++) {
        runtime.run(copyRows, {
          from: dy + (image * outDepth + slice) * outHeight * outWidth * gradientPixelBytes,
          fromRow: outWidth * gradientPixelBytes,
          to:
            padded +
            (depthwise.before + slice) * sliceBytes +
            vertical.before * rowBytes +
            horizontal.before * gradientPixelBytes,
          toRow: rowBytes,
          rows: vertical.copied,
          rowBytes: horizontal.copied * gradientPixelBytes,
        });
      }
      for (const { slices, rows, columns, panels, panelsBytes } of passes) {
        for (let slice = 0; slice < slices.inputs; slice++) {
          const z = image * inDepth + slices.firstInput + slice * strideDepth;
          for (let row = 0; row < rows.inputs; row++) {
            const y = z * inHeight + rows.firstInput + row * strideHeight;
            for (let element = 0; element < slices.filterElements.length; element++) {
              runtime.run(matrixProduct, {
                a:
                  padded +
                  (slices.firstWindow + slice + element) * sliceBytes +
                  (rows.firstWindow + row) * rowBytes +
                  columns.firstWindow * gradientPixelBytes,
                aStride: gradientPixelBytes,
                aOuter: rowBytes,
                b: panels + element * panelsBytes,
                bRow: 0,
                c: dx + (y * inWidth + columns.firstInput) * pixelBytes,
                cRow: strideWidth * pixelBytes,
                m: columns.inputs,
                n: inChannels,
                kInner: columns.filterElements.length * outChannels,
                kOuter: rows.filterElements.length,
                accumulate: element > 0 ? 1 : 0,
              });
            }
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
