/** How each pixel of a resized axis is made of the old ones: resampling kernels and their weights. */

/** Ways to interpolate, by Keras's names. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5';

/** All of them. */
export const interpolations: readonly Interpolation[] = ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'];

/** The weight of an old pixel at a distance from the place that is asked for. */
type ResamplingKernel = (distance: number) => number;

const kernels: Readonly<Record<Exclude<Interpolation, 'nearest'>, ResamplingKernel>> = {
  bilinear: (distance) => Math.max(0, 1 - distance),
  bicubic: keysCubic,
  lanczos3: (distance) => lanczos(3, distance),
  lanczos5: (distance) => lanczos(5, distance),
};

/** The options of `resizeWeights`. */
export interface ResizeWeightOptions {
  readonly interpolation: Exclude<Interpolation, 'nearest'>;
  /** Whether the kernel grows with the step between new pixels, so that no old pixel is passed over. */
  readonly antialias: boolean;
}

/**
 * The weights of the old pixels for each new one, with pixels at half-integer places. Weights outside the axis are
 * dropped and the others divided by their sum (TensorFlow's and JAX's rule; PyTorch repeats the edge).
 *
 * @param from - Size of the axis before.
 * @param to - Size of the axis afterwards.
 */
export function resizeWeights(from: number, to: number, options: ResizeWeightOptions): Float32Array[] {
  const kernel = kernels[options.interpolation];
  const step = from / to;
  const reach = options.antialias ? Math.max(step, 1) : 1;
  return Array.from({ length: to }, (_, index) => {
    const place = (index + 0.5) * step - 0.5;
    const row = Float64Array.from({ length: from }, (__, old) => kernel(Math.abs(place - old) / reach));
    const total = row.reduce((sum, weight) => sum + weight, 0);
    return Float32Array.from(row, (weight) => weight / total);
  });
}

/**
 * Cubic convolution with a = -1/2.
 *
 * @see R. G. Keys: "Cubic convolution interpolation for digital image processing" (1981)
 */
function keysCubic(distance: number): number {
  if (distance >= 2) return 0;
  if (distance >= 1) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return (1.5 * distance - 2.5) * distance * distance + 1;
}

/** sinc(x) · sinc(x / radius) within the radius. */
function lanczos(radius: number, distance: number): number {
  if (distance > radius) return 0;
  if (distance === 0) return 1;
  const angle = Math.PI * distance;
  return (radius * Math.sin(angle) * Math.sin(angle / radius)) / (angle * angle);
}
