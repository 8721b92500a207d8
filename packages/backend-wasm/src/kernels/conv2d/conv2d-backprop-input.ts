/**
 * Gradient of a convolution with respect to its input: stride² convolutions of stride 1, one a phase.
 *
 * Each runs over the gradient of the output in a zero border with a part of the filter turned by half a
 * turn, and each of its rows is one matrix product: the elements of a window's row are contiguous.
 */
import { type ConvolutionAttributes, type ConvolutionInfo, checkGradientShape } from '@isograd/core';
import { Conv2DBackpropInput, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { matrixProduct } from '../matrix/matrix-product.js';
import { packTransposedPanels } from '../matrix/pack-panels.js';
import { channelsLastInfo } from './convolution.js';
import { type Phase, stridedAxis } from './strided-axis.js';

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, filters]` */
  readonly dy: TensorInfo;
  /** float32 `[height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

interface Attributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

/** The kernel `Conv2DBackpropInput`; strides and padding as they come, NHWC only. */
export const conv2dBackpropInputKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: Conv2DBackpropInput,
  functions: [copyRows, matrixProduct, packTransposedPanels],
  compute(runtime, { dy, filter }, attributes) {
    const info = channelsLastInfo(Conv2DBackpropInput, attributes.inputShape, filter.shape, attributes);
    checkGradientShape(Conv2DBackpropInput, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
    const out = runtime.output(info.inShape, 'float32');
    const dx = runtime.address(out);
    const pixelBytes = 4 * inChannels;
    const imageBytes = inHeight * inWidth * pixelBytes;
    const isDense =
      outHeight * outWidth * outChannels > 0 && filterHeight >= strideHeight && filterWidth >= strideWidth;
    if (!isDense) runtime.fill(dx, batchSize * imageBytes); // some elements meet no filter element
    if (outHeight * outWidth * outChannels * batchSize * imageBytes === 0) return out;

    const vertical = stridedAxis(inHeight, outHeight, filterHeight, strideHeight, info.padInfo.top);
    const horizontal = stridedAxis(inWidth, outWidth, filterWidth, strideWidth, info.padInfo.left);
    const gradientPixelBytes = 4 * outChannels;
    const rowBytes = horizontal.paddedLength * gradientPixelBytes;
    const paddedBytes = vertical.paddedLength * rowBytes;
    runtime.withScratch(paddedBytes + 4 * filterHeight * filterWidth * inChannels * outChannels, (padded) => {
      const passes = planPasses(vertical.phases, horizontal.phases, padded + paddedBytes, 4 * inChannels * outChannels);
      for (const pass of passes) packFilter(runtime, runtime.address(filter), info, pass);
      runtime.fill(padded, paddedBytes);
      for (let image = 0; image < batchSize; image++) {
        runtime.run(copyRows, {
          from: runtime.address(dy) + image * outHeight * outWidth * gradientPixelBytes,
          fromRow: outWidth * gradientPixelBytes,
          to: padded + vertical.before * rowBytes + horizontal.before * gradientPixelBytes,
          toRow: rowBytes,
          rows: vertical.copied,
          rowBytes: horizontal.copied * gradientPixelBytes,
        });
        for (const { rows, columns, panels } of passes) {
          for (let row = 0; row < rows.inputs; row++) {
            const y = rows.firstInput + row * strideHeight;
            runtime.run(matrixProduct, {
              a: padded + (rows.firstWindow + row) * rowBytes + columns.firstWindow * gradientPixelBytes,
              aStride: gradientPixelBytes,
              aOuter: rowBytes,
              b: panels,
              bRow: 0,
              c: dx + image * imageBytes + (y * inWidth + columns.firstInput) * pixelBytes,
              cRow: strideWidth * pixelBytes,
              m: columns.inputs,
              n: inChannels,
              kInner: columns.filterElements.length * outChannels,
              kOuter: rows.filterElements.length,
              accumulate: 0,
            });
          }
        }
      }
    });
    return out;
  },
};

/** One of the convolutions: its phases, and where its part of the filter is packed. */
interface Pass {
  readonly rows: Phase;
  readonly columns: Phase;
  readonly panels: number;
}

function planPasses(
  vertical: readonly Phase[],
  horizontal: readonly Phase[],
  address: number,
  elementBytes: number,
): Pass[] {
  const passes: Pass[] = [];
  let panels = address;
  for (const rows of vertical) {
    for (const columns of horizontal) {
      const elements = rows.filterElements.length * columns.filterElements.length;
      if (elements > 0) passes.push({ rows, columns, panels });
      panels += elements * elementBytes;
    }
  }
  return passes;
}

/** Packs the part of the filter that a pass uses: terms in the order of the window, columns are channels. */
function packFilter(runtime: Runtime, filter: number, info: ConvolutionInfo, { rows, columns, panels }: Pass): void {
  const { filterWidth, inChannels, outChannels } = info;
  const elements = rows.filterElements.flatMap((row) =>
    columns.filterElements.map((column) => row * filterWidth + column),
  );
  elements.forEach((element, index) => {
    runtime.run(packTransposedPanels, {
      source: filter + 4 * element * inChannels * outChannels,
      sourceRow: 4 * outChannels,
      panels,
      firstTerm: index * outChannels,
      terms: elements.length * outChannels,
      k: outChannels,
      n: inChannels,
    });
  });
}
