/**
 * Convolution of volumes, as matrix products.
 *
 * With the volume in a zero border, the elements that one row of the filter meets are contiguous as long as the
 * width is not dilated. So each slice of the filter (each row of it, where the width is dilated) adds one product,
 * windows · filter, to each row of the output.
 */
import { sizeOf } from '@isograd/core';
import { Conv3D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { matrixProduct } from '../matrix/matrix-product.js';
import { packPanels } from '../matrix/pack-panels.js';
import { requireFloats } from '../require-floats.js';
import { type PaddedVolume, withPaddedVolume } from './padded-volume.js';
import { convolutionVolume, type VolumeConvolutionAttributes, type VolumeInfo } from './volume-geometry.js';

interface Inputs {
  /** float32 `[batch, depth, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[depth, height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

/** The kernel `Conv3D`. */
export const conv3dKernel: WasmKernel<Inputs, VolumeConvolutionAttributes> = {
  kernelName: Conv3D,
  functions: [copyRows, matrixProduct, packPanels],
  compute(runtime, { x, filter }, attributes) {
    requireFloats(Conv3D, x, filter);
    const info = convolutionVolume(x.shape, filter.shape, attributes);
    const { batchSize, outDepth, outHeight, outWidth, outChannels, strideDepth, strideHeight, strideWidth } = info;
    const out = runtime.output(info.outShape, 'float32');
    const y = runtime.address(out);
    const filterBytes = 4 * sizeOf(info.filterShape);
    if (sizeOf(info.outShape) * filterBytes === 0) {
      runtime.fill(y, 4 * sizeOf(info.outShape));
      return out;
    }
    runtime.withScratch(filterBytes, (panels) => {
      withPaddedVolume(runtime, runtime.address(x), info, (volume) => {
        const parts = partsOf(info, volume);
        const terms = parts.kInner * parts.kOuter;
        parts.offsets.forEach((_, index) => {
          runtime.run(packPanels, {
            source: runtime.address(filter) + 4 * index * terms * outChannels,
            sourceRow: 4 * outChannels,
            panels: panels + 4 * index * terms * outChannels,
            firstTerm: 0,
            terms,
            k: terms,
            n: outChannels,
          });
        });
        for (let image = 0; image < batchSize; image++) {
          volume.load(image);
          for (let slice = 0; slice < outDepth; slice++) {
            for (let row = 0; row < outHeight; row++) {
              const window =
                volume.address + slice * strideDepth * volume.sliceBytes + row * strideHeight * volume.rowBytes;
              const outRow = (image * outDepth + slice) * outHeight + row;
              parts.offsets.forEach((offset, index) => {
                runtime.run(matrixProduct, {
                  a: window + offset,
                  aStride: strideWidth * volume.pixelBytes,
                  aOuter: parts.aOuter,
                  b: panels + 4 * index * terms * outChannels,
                  bRow: 0,
                  c: y + 4 * outRow * outWidth * outChannels,
                  cRow: 4 * outChannels,
                  m: outWidth,
                  n: outChannels,
                  kInner: parts.kInner,
                  kOuter: parts.kOuter,
                  accumulate: index > 0 ? 1 : 0,
                });
              });
            }
          }
        }
      });
    });
    return out;
  },
};

/** The parts of a window that are read in one product each. */
interface WindowParts {
  /** Where each begins, in bytes from the first element of the window, in the order of the filter. */
  readonly offsets: readonly number[];
  readonly kInner: number;
  readonly kOuter: number;
  /** Bytes from one outer step to the next. */
  readonly aOuter: number;
}

function partsOf(info: VolumeInfo, { pixelBytes, rowBytes, sliceBytes }: PaddedVolume): WindowParts {
  const { filterDepth, filterHeight, filterWidth, inChannels } = info;
  const { dilationDepth, dilationHeight, dilationWidth } = info;
  const slices = Array.from({ length: filterDepth }, (_, slice) => slice * dilationDepth * sliceBytes);
  if (dilationWidth === 1) {
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
