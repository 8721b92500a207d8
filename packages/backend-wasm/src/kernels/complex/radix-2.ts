/**
 * The discrete Fourier transform of a power of two, in float64: Stockham's form, which needs no reordering.
 *
 * @see https://en.wikipedia.org/wiki/Stockham_FFT_algorithm (Cochran et al., What is the fast Fourier transform?, 1967)
 */
import type { Expression, Local } from '../../assembler/expression.js';
import { f32, f64, i32 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';

/** Bytes of a complex number in float64. */
export const complexBytes = 16;

const radix2Parameters = {
  /** The `n` complex numbers, and as much room beside them. */
  x: 'i32',
  y: 'i32',
  /** exp(∓2πi · t / n) for t below n / 2. */
  twiddles: 'i32',
  n: 'i32',
} as const;

/** Transforms `x`; the result is in `x` if log2(n) is even, else in `y`. */
export const radix2: WasmFunction<typeof radix2Parameters> = wasmFunction(
  'fftRadix2',
  radix2Parameters,
  (f, { x, y, twiddles, n }) => {
    const half = f.local('i32', i32.mul(i32.shr_u(n, 1), complexBytes));
    const groups = f.local('i32', i32.shr_u(n, 1));
    const width = f.local('i32', 1);
    const from = f.local('i32');
    const to = f.local('i32');
    const twiddle = f.local('i32');
    const swapped = f.local('i32');
    const widthBytes = f.local('i32');
    const [cosine, sine, a, b, c, d] = Array.from({ length: 6 }, () => f.local('f64')) as SixLocals;
    f.while(groups, () => {
      f.set(from, x);
      f.set(to, y);
      f.set(twiddle, twiddles);
      f.set(widthBytes, i32.mul(width, complexBytes));
      f.repeat(groups, () => {
        f.set(cosine, f64.load(twiddle));
        f.set(sine, f64.load(twiddle, 8));
        f.repeat(width, () => {
          f.set(a, f64.load(from));
          f.set(b, f64.load(from, 8));
          f.set(c, f64.load(i32.add(from, half)));
          f.set(d, f64.load(i32.add(from, half), 8));
          f.store('f64.store', to, f64.add(a, c));
          f.store('f64.store', to, f64.add(b, d), 8);
          f.set(a, f64.sub(a, c));
          f.set(b, f64.sub(b, d));
          const other = i32.add(to, widthBytes);
          f.store('f64.store', other, f64.sub(f64.mul(a, cosine), f64.mul(b, sine)));
          f.store('f64.store', other, f64.add(f64.mul(a, sine), f64.mul(b, cosine)), 8);
          f.increase(from, complexBytes);
          f.increase(to, complexBytes);
        });
        f.increase(to, widthBytes);
        f.increase(twiddle, widthBytes);
      });
      f.set(swapped, x);
      f.set(x, y);
      f.set(y, swapped);
      f.set(groups, i32.shr_u(groups, 1));
      f.set(width, i32.shl(width, 1));
    });
  },
);

type SixLocals = [Local<'f64'>, Local<'f64'>, Local<'f64'>, Local<'f64'>, Local<'f64'>, Local<'f64'>];

const multiplyParameters = { a: 'i32', b: 'i32', n: 'i32' } as const;

/** a = a · b, number by number. */
export const multiplyComplex: WasmFunction<typeof multiplyParameters> = wasmFunction(
  'fftMultiply',
  multiplyParameters,
  (f, { a, b, n }) => {
    const [real, imag] = [f.local('f64'), f.local('f64')];
    f.repeat(n, () => {
      f.set(real, f64.load(a));
      f.set(imag, f64.load(a, 8));
      const product = (first: Expression<'f64'>, second: Expression<'f64'>, sign: 'add' | 'sub'): Expression<'f64'> =>
        f64[sign](f64.mul(first, f64.load(b)), f64.mul(second, f64.load(b, 8)));
      f.store('f64.store', a, product(real, imag, 'sub'));
      f.store('f64.store', a, product(imag, real, 'add'), 8);
      f.increase(a, complexBytes);
      f.increase(b, complexBytes);
    });
  },
);

const conversionParameters = { from: 'i32', to: 'i32', count: 'i32' } as const;

/** From float32 to float64; `count` counts parts, two a number. */
export const promote: WasmFunction<typeof conversionParameters> = wasmFunction(
  'fftPromote',
  conversionParameters,
  (f, { from, to, count }) => {
    f.repeat(count, () => {
      f.store('f64.store', to, f64.promote_f32(f32.load(from)));
      f.increase(from, 4);
      f.increase(to, 8);
    });
  },
);

const demoteParameters = { ...conversionParameters, scale: 'f64' } as const;

/** From float64 to float32, times `scale`. */
export const demote: WasmFunction<typeof conversionParameters & { readonly scale: 'f64' }> = wasmFunction(
  'fftDemote',
  demoteParameters,
  (f, { from, to, count, scale }) => {
    f.repeat(count, () => {
      f.store('f32.store', to, f32.demote_f64(f64.mul(f64.load(from), scale)));
      f.increase(from, 8);
      f.increase(to, 4);
    });
  },
);
