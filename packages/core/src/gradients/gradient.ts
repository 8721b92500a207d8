/** How one entry of the gradient table is written. */
import {
  broadcast_util,
  cast,
  complex,
  fill,
  type GradConfig,
  imag,
  mul,
  real,
  reshape,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Gradients by input name; each is computed only when it is needed. */
export type InputGradients = { [input: string]: () => Tensor };

/**
 * One entry of the table.
 *
 * Only inputs are saved, and what depends on the output is computed again from them, so that an entry is right to second
 * order under tfjs's walk along the tape too, which loses the part of a saved output. Outputs that are saved are positions.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param inputsToSave - Inputs that the gradient reads, by name.
 * @param gradientOf - From the gradient of the output, the saved inputs in the order of `inputsToSave` and
 * the attributes of the kernel call to the gradient of each input.
 */
export function defineGradient<Attributes extends object, const Names extends readonly string[]>(
  kernelName: string,
  inputsToSave: Names,
  gradientOf: (dy: Tensor, inputs: { [K in keyof Names]: Tensor }, attributes: Attributes) => InputGradients,
): GradConfig {
  return {
    kernelName,
    inputsToSave: [...inputsToSave],
    gradFunc: (dy, saved, attributes) =>
      gradientOf(dy as Tensor, saved as unknown as { [K in keyof Names]: Tensor }, attributes as unknown as Attributes),
  };
}

/**
 * An entry for a kernel with one input `x`, whose gradient is `dy` times a derivative.
 *
 * @param derivative - The derivative at `x`, element by element.
 */
export function defineElementwiseGradient<Attributes extends object>(
  kernelName: string,
  derivative: (x: Tensor, attributes: Attributes) => Tensor,
): GradConfig {
  return defineGradient<Attributes, ['x']>(kernelName, ['x'], (dy, [x], attributes) => ({
    x: () => mul(dy, derivative(x, attributes)),
  }));
}

/** An entry for a kernel that is constant almost everywhere: float32 zeros, whatever the dtype of the input. */
export function defineZeroGradient(kernelName: string, inputs: readonly string[] = ['x']): GradConfig {
  return defineGradient(kernelName, inputs, (_dy, saved) =>
    Object.fromEntries(inputs.map((input, index) => [input, () => fill((saved[index] as Tensor).shape, 0)])),
  );
}

/**
 * `dy` as the gradient of an input that it reaches unchanged. The tape disposes of gradients when it adds them
 * up, so an entry may not hand back `dy` itself; a reshape is a new tensor and copies nothing.
 */
export function passOn(dy: Tensor): Tensor {
  return reshape(dy, dy.shape);
}

/** `x` in float32, copied only where it is not yet. */
export function asFloat(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : cast(x, 'float32');
}

/** A map that is linear over the real numbers, of tensors of one dtype; of complex numbers it maps each part. */
export function byParts(linear: (...xs: Tensor[]) => Tensor, ...xs: Tensor[]): Tensor {
  if (xs[0]?.dtype !== 'complex64') return linear(...xs);
  return complex(linear(...xs.map((x) => real(x))), linear(...xs.map((x) => imag(x))));
}

/** Sums a gradient over the axes along which its input was broadcast. */
export function sumToShape(dy: Tensor, shape: readonly number[]): Tensor {
  const axes = broadcast_util.getReductionAxes([...shape], dy.shape);
  return byParts((part) => reshape(axes.length > 0 ? sum(part, axes) : part, [...shape]), dy);
}
