/** How near images are to others: PSNR, SSIM. */
import { conv, formatShape, type PartialShape } from '@isograd/core';
import {
  add,
  concat,
  div,
  log,
  mean,
  mul,
  reshape,
  slice,
  square,
  squaredDifference,
  sub,
  type Tensor,
  tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { checkSameShape } from '../losses/target-checks.js';
import { metricOutput } from './metric-messages.js';
import { positiveInteger, positiveNumber } from '../option-checks.js';
import { type MeanMetric, meanMetric } from './mean-metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** Options of `psnr`. */
export interface PsnrOptions extends MetricOptions {
  /** The largest value of a pixel less the smallest. Default: 1. */
  readonly maxVal?: number;
}

/** Options of `ssim`, with the names of `tf.image.ssim`. */
export interface SsimOptions extends PsnrOptions {
  /** Height and width of the window. Default: 11. */
  readonly filterSize?: number;
  /** Standard deviation of the Gaussian window. Default: 1.5. */
  readonly filterSigma?: number;
  /** Default: 0.01. */
  readonly k1?: number;
  /** Default: 0.03. */
  readonly k2?: number;
}

/**
 * The peak signal-to-noise ratio in dB: 10 log10(maxVal^2 / mean((yTrue - yPred)^2)) of each image, averaged over the
 * images. Float32 `[batch, height, width, channels]`; equal images give Infinity.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function psnr(options: PsnrOptions = {}): MeanMetric {
  const name = metricName('psnr', options);
  const maxVal = positiveNumber(name, 'maxVal', options.maxVal ?? 1);
  const metric = meanMetric({
    name,
    className: 'PSNR',
    config: { name, maxVal },
    perExample: (yTrue, yPred) =>
      mul(log(div(maxVal ** 2, mean(squaredDifference(yTrue, yPred), [1, 2, 3]))), 10 / Math.LN10),
    checkTargets: checkSameShape,
  });
  return { ...metric, stateShapes: (where, shape) => meanOfImages(metric, where, shape, 1) };
}

/**
 * The structural similarity of images, float32 `[batch, height, width, channels]`, averaged over windows, channels and
 * images: ((2 μx μy + c1)(2 σxy + c2)) / ((μx^2 + μy^2 + c1)(σx^2 + σy^2 + c2)) with c1 = (k1 maxVal)^2 and
 * c2 = (k2 maxVal)^2, in Gaussian windows that lie within the image. As `tf.image.ssim`.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Wang, Bovik, Sheikh and Simoncelli: "Image Quality Assessment: From Error Visibility to Structural Similarity" (2004)
 */
export function ssim(options: SsimOptions = {}): MeanMetric {
  const name = metricName('ssim', options);
  const maxVal = positiveNumber(name, 'maxVal', options.maxVal ?? 1);
  const filterSize = positiveInteger(name, 'filterSize', options.filterSize ?? 11);
  const filterSigma = positiveNumber(name, 'filterSigma', options.filterSigma ?? 1.5);
  const k1 = positiveNumber(name, 'k1', options.k1 ?? 0.01);
  const k2 = positiveNumber(name, 'k2', options.k2 ?? 0.03);
  const window = gaussian(filterSize, filterSigma);
  const metric = meanMetric({
    name,
    className: 'SSIM',
    config: { name, maxVal, filterSize, filterSigma, k1, k2 },
    perExample: (yTrue, yPred) => similarity(yTrue, yPred, window, [(k1 * maxVal) ** 2, (k2 * maxVal) ** 2]),
    checkTargets: checkSameShape,
  });
  return { ...metric, stateShapes: (where, shape) => meanOfImages(metric, where, shape, filterSize) };
}

function meanOfImages(
  metric: MeanMetric,
  where: string,
  shape: PartialShape,
  smallest: number,
): ReturnType<MeanMetric['stateShapes']> {
  const [, height, width] = shape;
  const isLarge = (size: number | null | undefined): boolean => size === null || (size ?? 0) >= smallest;
  if (shape.length !== 4 || !isLarge(height) || !isLarge(width)) {
    const expected = `[batch, height, width, channels] with height and width of at least ${smallest}`;
    throw metricOutput(where, formatShape(shape), expected);
  }
  return metric.stateShapes(where, shape);
}

/** A window whose elements sum to 1. */
function gaussian(size: number, sigma: number): number[] {
  const weights = Array.from({ length: size }, (_, index) =>
    Math.exp(-((index - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function similarity(
  yTrue: Tensor,
  yPred: Tensor,
  window: readonly number[],
  [c1, c2]: readonly [number, number],
): Tensor {
  const [batch = 0, , , channels = 0] = yTrue.shape;
  const [x, y] = [channelsApart(yTrue), channelsApart(yPred)]; // [batch · channels, height, width, 1]
  const smooth = blur(concat([x, y, add(square(x), square(y)), mul(x, y)], 0), window);
  const [, height = 0, width = 0] = smooth.shape;
  const part = (index: number): Tensor =>
    slice(smooth, [index * batch * channels, 0, 0, 0], [batch * channels, height, width, 1]);
  const [meanX, meanY] = [part(0), part(1)];
  const productOfMeans = mul(mul(meanX, meanY), 2);
  const squaresOfMeans = add(square(meanX), square(meanY));
  const luminance = div(add(productOfMeans, c1), add(squaresOfMeans, c1));
  const covariance = sub(mul(part(3), 2), productOfMeans);
  const variances = sub(part(2), squaresOfMeans);
  const contrast = div(add(covariance, c2), add(variances, c2));
  return mean(reshape(mul(luminance, contrast), [batch, -1]), -1);
}

/** Every channel as an image of its own. */
function channelsApart(images: Tensor): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
  return reshape(transpose(images, [0, 3, 1, 2]), [batch * channels, height, width, 1]);
}

/** Both axes one after the other: the window is a product. */
function blur(images: Tensor, window: readonly number[]): Tensor {
  const size = window.length;
  const rows = conv(images, tensor([...window], [size, 1, 1, 1]));
  return conv(rows, tensor([...window], [1, size, 1, 1]));
}
