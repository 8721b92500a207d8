/** Options that a model with several outputs takes for each of them. */
import { unknownOutput, wrongOutputCount } from './training-messages.js';

/** The same for every output, a list with one for each, or values by name of the output. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/**
 * The value of an option for each output; undefined where none was given.
 *
 * @param where - Who asks, for messages.
 * @param option - Name of the option.
 * @param given - What the user passed.
 * @param names - Names of the outputs.
 * @param isOne - Whether a value is meant for every output.
 * @throws {ValueError} OUTPUT_VALUES, OUTPUT_NAME
 */
export function byOutput<T>(
  where: string,
  option: string,
  given: PerOutput<T> | undefined,
  names: readonly string[],
  isOne: (value: PerOutput<T>) => value is T,
): readonly (T | undefined)[] {
  if (given === undefined) return names.map(() => undefined);
  if (isOne(given)) return names.map(() => given);
  if (Array.isArray(given)) {
    const list = given as readonly T[];
    if (list.length === 1) return names.map(() => list[0]);
    if (list.length !== names.length) throw wrongOutputCount(where, option, list.length, names);
    return list;
  }
  const record = given as Readonly<Record<string, T>>;
  const unknown = Object.keys(record).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownOutput(where, option, unknown, names);
  return names.map((name) => record[name]);
}
