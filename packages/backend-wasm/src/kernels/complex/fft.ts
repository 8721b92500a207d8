/**
 * The discrete Fourier transform of the last axis: X[k] = Σ x[t] · exp(-2πi · k · t / n); the inverse has the other
 * sign and divides by n.
 *
 * Computed in float64 and rounded once. Lengths that are no power of two go by Bluestein's algorithm: with
 * k·t = (k² + t² - (k - t)²) / 2 the transform is a convolution with a chirp, and so three transforms of a power of two.
 *
 * @see https://doi.org/10.1109/TAU.1970.1162132 (Bluestein 1970)
 */
import { sizeOf } from '@isograd/core';
import { FFT, IFFT, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { complexBytes, demote, multiplyComplex, promote, radix2 } from './radix-2.js';

interface Inputs {
  /** complex64 `[..., n]` */
  readonly input: TensorInfo;
}

/** exp(sign · πi · halfTurn) for each half turn, as pairs. */
function unitCircle(halfTurns: Iterable<number>, sign: number): Float64Array {
  return Float64Array.from(
    Array.from(halfTurns).flatMap((amount) => [Math.cos(Math.PI * amount), sign * Math.sin(Math.PI * amount)]),
  );
}

function twiddlesOf(n: number, sign: number): Float64Array {
  return unitCircle(
    Array.from({ length: n / 2 }, (_, index) => (2 * index) / n),
    sign,
  );
}

/** The chirp exp(sign · πi · t² / n); squares are reduced, so that large t lose nothing. */
function chirpOf(n: number, sign: number): Float64Array {
  return unitCircle(
    Array.from({ length: n }, (_, index) => ((index * index) % (2 * n)) / n),
    sign,
  );
}

/** Transforms the rows, one after the other, with a transform that works on the scratch memory at `x`. */
function eachRow(runtime: Runtime, { from, to, rows, n, scale }: Rows, x: number, transform: () => number): void {
  for (let row = 0; row < rows; row++) {
    runtime.run(promote, { from: from + 8 * n * row, to: x, count: 2 * n });
    runtime.run(demote, { from: transform(), to: to + 8 * n * row, count: 2 * n, scale });
  }
}

/** Addresses of the rows of `n` numbers before and after, and the factor of the result. */
interface Rows {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly n: number;
  readonly scale: number;
}

/** Where the result of `radix2` is. */
function resultOf(n: number, x: number, y: number): number {
  return (31 - Math.clz32(n)) % 2 === 0 ? x : y;
}

function transformPowerOfTwo(runtime: Runtime, rows: Rows, sign: number): void {
  const { n } = rows;
  runtime.withScratch(complexBytes * 3 * n, (x) => {
    const y = x + complexBytes * n;
    const twiddles = y + complexBytes * n;
    runtime.write(twiddles, twiddlesOf(n, sign));
    eachRow(runtime, rows, x, () => {
      runtime.run(radix2, { x, y, twiddles, n });
      return resultOf(n, x, y);
    });
  });
}

function transformByChirp(runtime: Runtime, rows: Rows, sign: number): void {
  const { n } = rows;
  const size = 2 ** (32 - Math.clz32(2 * n - 2)); // the first power of two from 2n - 1
  const sizeBytes = complexBytes * size;
  runtime.withScratch(6 * sizeBytes, (first) => {
    const [x, y, kernel, spare, tables] = [0, 1, 2, 3, 4].map((index) => first + sizeBytes * index) as FiveAddresses;
    const [forward, backward, chirp] = [tables, tables + sizeBytes / 2, tables + sizeBytes];
    runtime.write(forward, twiddlesOf(size, -1));
    runtime.write(backward, twiddlesOf(size, 1));
    runtime.write(chirp, chirpOf(n, sign));
    const antichirp = new Float64Array(2 * size);
    chirpOf(n, -sign).forEach((part, index) => {
      const place = Math.floor(index / 2);
      antichirp[index] = part / size;
      antichirp[2 * ((size - place) % size) + (index % 2)] = part / size;
    });
    runtime.write(kernel, antichirp);
    runtime.run(radix2, { x: kernel, y: spare, twiddles: forward, n: size });
    const spectrum = resultOf(size, kernel, spare);
    const other = resultOf(size, y, x);
    const transformed = resultOf(size, x, y);
    eachRow(runtime, rows, x, () => {
      runtime.run(multiplyComplex, { a: x, b: chirp, n });
      runtime.fill(x + complexBytes * n, complexBytes * (size - n));
      runtime.run(radix2, { x, y, twiddles: forward, n: size });
      runtime.run(multiplyComplex, { a: transformed, b: spectrum, n: size });
      runtime.run(radix2, { x: transformed, y: other, twiddles: backward, n: size });
      runtime.run(multiplyComplex, { a: x, b: chirp, n }); // two transforms end where they began
      return x;
    });
  });
}

type FiveAddresses = [number, number, number, number, number];

function fourierTransform(kernelName: string, isInverse: boolean): WasmKernel<Inputs> {
  return {
    kernelName,
    functions: [promote, demote, multiplyComplex, radix2],
    compute(runtime, { input }) {
      const out = runtime.output(input.shape, 'complex64');
      const n = input.shape.at(-1) ?? 1;
      const size = sizeOf(input.shape);
      if (size === 0) return out;
      const rows = {
        from: runtime.address(input),
        to: runtime.address(out),
        rows: size / n,
        n,
        scale: isInverse ? 1 / n : 1,
      };
      const isPowerOfTwo = (n & (n - 1)) === 0;
      (isPowerOfTwo ? transformPowerOfTwo : transformByChirp)(runtime, rows, isInverse ? 1 : -1);
      return out;
    },
  };
}

/** The kernel `FFT`. */
export const fftKernel: WasmKernel<Inputs> = fourierTransform(FFT, false);

/** The kernel `IFFT`. */
export const ifftKernel: WasmKernel<Inputs> = fourierTransform(IFFT, true);
