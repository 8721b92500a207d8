/** Tensors of the fixture files: base64 in JSON, float64 on the host. */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** A tensor of a fixture file, its elements as doubles. */
export interface DecodedTensor {
  readonly shape: readonly number[];
  /** As written in the file: `float32`, `float64`, `int32` or `uint8`. */
  readonly dtype: string;
  readonly values: Float64Array;
  /** Largest magnitude of the reference; only on expected results. */
  readonly scale?: number;
  /** Largest error of the reference's own float32 run; only on expected results. */
  readonly f32err?: number;
  /** The case that expects it; only on expected results. */
  readonly origin?: CaseOrigin;
}

/** Whose results the fixtures are: a folder of `fixtures`. */
export type FixtureReference = 'torch' | 'torch-more' | 'keras' | 'optax';

/** Which case of the fixtures a result is compared with. */
export interface CaseOrigin {
  readonly reference: FixtureReference;
  readonly op: string;
  readonly caseName: string;
}

const arrayOf = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** `value` with every encoded tensor in it, at any depth, decoded. */
export function decodeTensors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeTensors);
  if (typeof value !== 'object' || value === null) return value;
  if ('b64' in value) return decodeTensor(value as EncodedTensor);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeTensors(inner)]));
}

/**
 * A tensor on the active backend: float32 for `float32` and `float64`, int32 for the integers.
 *
 * @param decoded - A tensor of a case; that it may be undefined spares the tests a check of each name.
 * @returns The caller disposes it.
 * @throws {Error} when the case has no such tensor.
 */
export function toTensor(decoded: DecodedTensor | undefined): Tensor {
  if (decoded === undefined) throw new Error('the fixture case has no tensor of this name');
  const { shape, dtype, values } = decoded;
  if (dtype.startsWith('float')) return tensor(Float32Array.from(values), [...shape], 'float32');
  return tensor(Int32Array.from(values), [...shape], 'int32');
}

interface EncodedTensor {
  readonly shape: readonly number[];
  readonly dtype: keyof typeof arrayOf;
  readonly b64: string;
  readonly scale?: number;
  readonly f32err?: number;
}

function decodeTensor({ b64, ...rest }: EncodedTensor): DecodedTensor {
  const bytes = Uint8Array.from(atob(b64), (character) => character.charCodeAt(0));
  const values = Float64Array.from(new arrayOf[rest.dtype](bytes.buffer));
  const size = rest.shape.reduce((product, axis) => product * axis, 1);
  if (values.length !== size) throw new Error(`a fixture of shape [${rest.shape}] holds ${values.length} elements`);
  return { ...rest, values };
}
