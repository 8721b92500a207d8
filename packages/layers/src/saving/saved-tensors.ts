/** Tensors of a model on their way to a file and back: each by name, and all or none. */
import { type HostData, NdArray, shapesMatch } from '@isograd/core';
import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { weightExtra, weightMismatch, weightMissing } from './model-messages.js';

/** Variables by name. */
export type NamedVariables = readonly (readonly [name: string, variable: Variable])[];

/** Copies variables to the host. */
export async function readVariables(variables: NamedVariables): Promise<ReadonlyMap<string, NdArray>> {
  const entries = variables.map(
    async ([name, variable]) => [name, new NdArray((await variable.data()) as HostData, variable.shape)] as const,
  );
  return new Map(await Promise.all(entries));
}

/**
 * Gives variables the values of a file; throws before the first is changed.
 *
 * @param where - The file, for messages.
 * @throws {IoError} WEIGHT_MISSING, WEIGHT_EXTRA, WEIGHT_SHAPE
 */
export function assignVariables(where: string, variables: NamedVariables, values: ReadonlyMap<string, NdArray>): void {
  const pairs = variables.map(([name, variable]) => {
    const value = values.get(name);
    if (value === undefined) throw weightMissing(where, name, variable, [...values.keys()]);
    if (value.dtype !== variable.dtype || !shapesMatch(value.shape, variable.shape))
      throw weightMismatch(where, name, value, variable);
    return [variable, value] as const;
  });
  const known = new Set(variables.map(([name]) => name));
  for (const [name, value] of values) if (!known.has(name)) throw weightExtra(where, name, value, [...known]);
  tidy(() => {
    const uploaded = pairs.map(([, { data, shape, dtype }]) => tensor(data, [...shape], dtype));
    pairs.forEach(([variable], index) => variable.assign(uploaded[index] as (typeof uploaded)[number]));
  });
}
