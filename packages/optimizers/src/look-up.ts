/** Tables of what a file may name. */
import { unknownRecipe } from './messages.js';

/**
 * The entry of a name that comes from a file.
 *
 * @param kind - What the table holds, for the message.
 * @throws {UnsupportedError} OPTIMIZER_UNKNOWN
 */
export function lookUp<T>(kind: string, table: Readonly<Record<string, T>>, name: unknown): T {
  const found = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw unknownRecipe(kind, name, Object.keys(table));
  return found;
}
