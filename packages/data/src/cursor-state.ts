/** The place of a cursor as JSON, and the checks of one that comes back from a file. */
import { badState } from './messages.js';

/** A whole number, or such numbers by name, nested as deep as the pipeline has streamed operators. */
export type CursorState = number | { readonly [name: string]: CursorState };

/**
 * A state that is one whole number.
 *
 * @param state - What was stored, or `undefined` at the start of an epoch: then 0.
 * @param limit - Largest number that makes sense. Default: any.
 * @throws {StateError} DATA_STATE
 */
export function countState(state: CursorState | undefined, limit: number = Number.MAX_SAFE_INTEGER): number {
  if (state === undefined) return 0;
  if (typeof state !== 'number' || !Number.isSafeInteger(state) || state < 0 || state > limit) throw badState(state);
  return state;
}

/**
 * One field of a state that is an object.
 *
 * @param state - What was stored, or `undefined` at the start of an epoch: then so is the field.
 * @param name - The field.
 * @throws {StateError} DATA_STATE
 */
export function stateField(state: CursorState | undefined, name: string): CursorState | undefined {
  if (state === undefined) return undefined;
  if (typeof state !== 'object' || state === null || !Object.hasOwn(state, name)) throw badState(state);
  return state[name];
}
