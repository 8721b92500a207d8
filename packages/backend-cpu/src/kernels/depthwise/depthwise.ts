/**
 * Depthwise convolution and its two gradients, tap by tap: each channel meets only its own filters, which leaves
 * nothing for a matrix product to share. Channels last; output channel f belongs to input channel f / multiplier.
 */
import { asVolume, type ConvolutionInfo, type HostData } from '@isograd/core';
import { eachWindowRun, outside, tapCount } from '../windows.js';

/** Pixels of a run: enough to forget what a run costs. */
const pixelsPerRun = 1024;

/** Where the elements begin that a tap brings together. */
type Meeting = (yStart: number, filterStart: number, xStart: number) => void;

/** Calls `visit` for each output pixel and tap that lies in the image. */
function eachTap(info: ConvolutionInfo, visit: Meeting): void {
  const volume = asVolume(info);
  const taps = tapCount(volume);
  const { inChannels, outChannels } = info;
  eachWindowRun(volume, pixelsPerRun, ({ firstPixel, pixels, tapPixels }) => {
    for (let index = 0; index < pixels; index++) {
      for (let tap = 0; tap < taps; tap++) {
        const xPixel = tapPixels[index * taps + tap] as number;
        if (xPixel !== outside) visit((firstPixel + index) * outChannels, tap * outChannels, xPixel * inChannels);
      }
    }
  });
}

/** The input channel of each output channel. */
function inputChannels({ inChannels, outChannels }: ConvolutionInfo): Int32Array {
  return new Int32Array(outChannels).map((_, channel) => Math.floor((channel * inChannels) / outChannels));
}

/** y[b, o, f] = Σ x[b, o·s + i·d - p, channel(f)] w[i, f] */
export function depthwiseConvolve(x: HostData, filter: HostData, info: ConvolutionInfo): Float64Array {
  const channelOf = inputChannels(info);
  const y = new Float64Array(info.batchSize * info.outHeight * info.outWidth * info.outChannels);
  eachTap(info, (yStart, filterStart, xStart) => {
    for (let f = 0; f < channelOf.length; f++) {
      const value = x[xStart + (channelOf[f] as number)] as number;
      y[yStart + f] = (y[yStart + f] as number) + value * (filter[filterStart + f] as number);
    }
  });
  return y;
}

/** dx[b, o·s + i·d - p, channel(f)] = Σ dy[b, o, f] w[i, f] */
export function depthwiseInputGradient(dy: HostData, filter: HostData, info: ConvolutionInfo): Float64Array {
  const channelOf = inputChannels(info);
  const dx = new Float64Array(info.batchSize * info.inHeight * info.inWidth * info.inChannels);
  eachTap(info, (yStart, filterStart, xStart) => {
    for (let f = 0; f < channelOf.length; f++) {
      const at = xStart + (channelOf[f] as number);
      dx[at] = (dx[at] as number) + (dy[yStart + f] as number) * (filter[filterStart + f] as number);
    }
  });
  return dx;
}

/** dw[i, f] = Σ x[b, o·s + i·d - p, channel(f)] dy[b, o, f] */
export function depthwiseFilterGradient(x: HostData, dy: HostData, info: ConvolutionInfo): Float64Array {
  const channelOf = inputChannels(info);
  const dFilter = new Float64Array(info.filterHeight * info.filterWidth * info.outChannels);
  eachTap(info, (yStart, filterStart, xStart) => {
    for (let f = 0; f < channelOf.length; f++) {
      const value = x[xStart + (channelOf[f] as number)] as number;
      dFilter[filterStart + f] = (dFilter[filterStart + f] as number) + value * (dy[yStart + f] as number);
    }
  });
  return dFilter;
}
