/** Laws of copies: the same, in another dtype, and of the same shape. */
import { complexTensor, realPart } from './complex.js';
import { type HostTensor, mapValues } from './host-tensor.js';
import type { UnaryInputs } from './unary.js';

/** x */
export function identity({ x }: UnaryInputs): HostTensor {
  return x;
}

/** 1 for each element. */
export function onesLike({ x }: UnaryInputs): HostTensor {
  if (x.dtype === 'complex64') return complexTensor(onesLike({ x: realPart(x) }), zerosLike({ x: realPart(x) }));
  return mapValues(x, () => 1);
}

/** 0 for each element. */
export function zerosLike({ x }: UnaryInputs): HostTensor {
  return mapValues(x, () => 0);
}

/**
 * x in another dtype: a fraction is cut off, all but zero is true, NaN included, and a complex number loses its
 * imaginary part. What becomes of NaN and of what does not fit in int32 is defined neither in TensorFlow nor in NumPy.
 */
export function cast({ x }: UnaryInputs, { dtype }: { readonly dtype: HostTensor['dtype'] }): HostTensor {
  if (x.dtype === dtype) return x;
  if (x.dtype === 'complex64') return cast({ x: realPart(x) }, { dtype });
  switch (dtype) {
    case 'complex64':
      return complexTensor(x, zerosLike({ x }));
    case 'float32':
      return mapValues(x, (value) => value, dtype);
    case 'int32':
      return mapValues(x, Math.trunc, dtype);
    case 'bool':
      return mapValues(x, (value) => Number(value !== 0), dtype);
    default:
      return dtype satisfies never;
  }
}
