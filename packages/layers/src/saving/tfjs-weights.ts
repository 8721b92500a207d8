/** Weights as tfjs-layers stores them: one after the other, some of them with fewer bits than they are used with. */
import { type DType, type HostData, hostZeros, NdArray, type Shape, sizeOf } from '@isograd/core';
import { isJsonObject } from './json-object.js';
import { decodeElements, type SafetensorsDType } from './safetensors-dtype.js';
import { badManifest } from './tfjs-messages.js';

/** One weight, as the manifest describes it. */
export interface TfjsWeightSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly quantization: Quantization | undefined;
  /** Whether it belongs to the optimizer, whose state is not taken over. */
  readonly isOfOptimizer: boolean;
}

/** How a weight is stored with fewer bits: value = stored · scale + min. */
interface Quantization {
  readonly dtype: 'uint8' | 'uint16' | 'float16';
  readonly scale: number;
  readonly min: number;
}

const storedTypes: Readonly<Record<DType | Quantization['dtype'], SafetensorsDType>> = {
  float32: 'F32',
  int32: 'I32',
  bool: 'BOOL',
  uint8: 'U8',
  uint16: 'U16',
  float16: 'F16',
};

const elementBytes: Readonly<Record<DType | Quantization['dtype'], number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/**
 * Reads the list of weights of a group.
 *
 * @param where - The model, for messages.
 * @throws {IoError} TFJS_MANIFEST
 */
export function readSpecs(where: string, weights: unknown): readonly TfjsWeightSpec[] {
  if (!Array.isArray(weights)) throw badManifest(where, 'weights', weights, 'a list of weights');
  return weights.map((spec: unknown) => {
    const { name, shape, dtype, quantization, group } = isJsonObject(spec) ? spec : {};
    if (typeof name !== 'string') throw badManifest(where, 'a name', name, 'the name of a weight');
    if (!isShape(shape)) throw badManifest(where, `a shape of "${name.slice(0, 100)}"`, shape, 'a list of sizes');
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw badManifest(where, `a dtype of "${name.slice(0, 100)}"`, dtype, 'float32, int32 or bool');
    }
    const isOfOptimizer = group === 'optimizer';
    return { name, shape, dtype, quantization: readQuantization(where, name, dtype, quantization), isOfOptimizer };
  });
}

/** Bytes that a weight takes in the files. */
export function sizeBytesOf({ shape, dtype, quantization }: TfjsWeightSpec): number {
  return sizeOf(shape) * elementBytes[quantization?.dtype ?? dtype];
}

/**
 * Cuts the bytes of a group into weights; those of the optimizer are left out.
 *
 * @param bytes - As many as the specs say.
 * @throws {IoError} TFJS_MANIFEST
 */
export function decodeTfjsWeights(
  where: string,
  bytes: Uint8Array,
  specs: readonly TfjsWeightSpec[],
): readonly (readonly [name: string, value: NdArray])[] {
  let offset = 0;
  const cut = specs.map((spec) => {
    const start = offset;
    offset += sizeBytesOf(spec);
    return [spec, bytes.subarray(start, offset)] as const;
  });
  return cut
    .filter(([{ isOfOptimizer }]) => !isOfOptimizer)
    .map(([spec, stored]) => [spec.name, new NdArray(decoded(where, spec, stored), spec.shape)]);
}

function decoded(where: string, { name, dtype, quantization }: TfjsWeightSpec, bytes: Uint8Array): HostData {
  const result = decodeElements(storedTypes[quantization?.dtype ?? dtype], bytes);
  if ('unfit' in result) throw badManifest(where, `a weight "${name.slice(0, 100)}"`, 'a value out of range', dtype);
  if (quantization === undefined || quantization.dtype === 'float16') return result.data;
  const { scale, min } = quantization;
  const values = hostZeros(dtype, result.data.length);
  result.data.forEach((stored, index) => {
    const value = stored * scale + min;
    values[index] = dtype === 'int32' ? Math.round(value) : value;
  });
  return values;
}

function readQuantization(where: string, name: string, dtype: DType, value: unknown): Quantization | undefined {
  if (value === undefined || value === null) return undefined;
  const { dtype: stored, scale = 1, min = 0 } = isJsonObject(value) ? value : {};
  const isKnown = stored === 'uint8' || stored === 'uint16' || (stored === 'float16' && dtype === 'float32');
  if (isKnown && dtype !== 'bool' && Number.isFinite(scale) && Number.isFinite(min)) {
    return { dtype: stored, scale: scale as number, min: min as number };
  }
  throw badManifest(
    where,
    `a quantization of "${name.slice(0, 100)}"`,
    stored,
    'uint8 or uint16 with scale and min, or float16 for float32',
  );
}

function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);
}
