/** Complex numbers, of which the elements are pairs, and the laws of their parts and of Fourier transforms. */
import { sizeOf } from '@isograd/core';
import { type HostTensor, mapValues } from './host-tensor.js';

/** The tensor with these parts, of one shape. */
export function complexTensor(real: HostTensor, imag: HostTensor): HostTensor {
  const values = new Float64Array(2 * real.values.length);
  real.values.forEach((value, element) => {
    values[2 * element] = value;
    values[2 * element + 1] = imag.values[element] as number;
  });
  return { shape: real.shape, dtype: 'complex64', values };
}

/** Re z */
export function realPart(z: HostTensor): HostTensor {
  return partOf(z, 0);
}

/** Im z */
export function imaginaryPart(z: HostTensor): HostTensor {
  return partOf(z, 1);
}

/** |z|, element by element; infinite if one part is, even beside NaN. */
export function modulus(z: HostTensor): HostTensor {
  const imag = imaginaryPart(z).values;
  return { ...realPart(z), values: realPart(z).values.map((re, element) => Math.hypot(re, imag[element] as number)) };
}

/** real + i imag */
export function complex({ real, imag }: { readonly real: HostTensor; readonly imag: HostTensor }): HostTensor {
  return complexTensor(real, imag);
}

/** Re z */
export function real({ input }: { readonly input: HostTensor }): HostTensor {
  return realPart(input);
}

/** Im z */
export function imag({ input }: { readonly input: HostTensor }): HostTensor {
  return imaginaryPart(input);
}

/** |z| */
export function complexAbs({ x }: { readonly x: HostTensor }): HostTensor {
  return modulus(x);
}

/** Zₖ = Σₙ zₙ e^(-2πi kn/N) along the last axis, of length N. */
export function fft({ input }: { readonly input: HostTensor }): HostTensor {
  return transform(input, -1);
}

/** zₙ = 1/N Σₖ Zₖ e^(2πi kn/N) along the last axis, of length N. */
export function ifft({ input }: { readonly input: HostTensor }): HostTensor {
  const length = input.shape.at(-1) as number;
  return mapValues(transform(input, 1), (value) => value / length);
}

/** Σₙ zₙ e^(±2πi kn/N) for each k, along the last axis. */
function transform({ shape, dtype, values }: HostTensor, sign: 1 | -1): HostTensor {
  const length = shape.at(-1) as number;
  const sums = new Float64Array(values.length);
  for (let element = 0; element < sizeOf(shape); element++) {
    const k = element % length;
    const row = element - k;
    for (let n = 0; n < length; n++) {
      const angle = (sign * 2 * Math.PI * ((k * n) % length)) / length; // kn mod N keeps the angle exact
      const [re, im] = [values[2 * (row + n)] as number, values[2 * (row + n) + 1] as number];
      sums[2 * element] = (sums[2 * element] as number) + re * Math.cos(angle) - im * Math.sin(angle);
      sums[2 * element + 1] = (sums[2 * element + 1] as number) + re * Math.sin(angle) + im * Math.cos(angle);
    }
  }
  return { shape, dtype, values: sums };
}

function partOf({ shape, values }: HostTensor, offset: 0 | 1): HostTensor {
  return { shape, dtype: 'float32', values: values.filter((_, position) => position % 2 === offset) };
}
