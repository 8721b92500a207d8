/** The words of instructions in a program whose memory is planned. */
import type { InstructionCall, OperandPlace } from './coprocessor.js';
import type { Placement } from './placement.js';
import type { Regions } from './regions.js';

/**
 * One list of instructions.
 *
 * @param arena - Address of what the program computes on the way; tensors of the caller are in slots.
 */
export function wordsOf(
  calls: readonly InstructionCall[],
  { placeOf }: Placement,
  regions: Regions,
  arena: number,
): Int32Array {
  const placeAt = (address: number): OperandPlace => {
    const found = regions.find(address);
    const place = found && placeOf.get(found.region);
    if (place === undefined) return { address };
    if (place.kind === 'slot') return { slot: place.slot, offset: found?.offset ?? 0 };
    return { address: arena + place.offset + (found?.offset ?? 0) };
  };
  return Int32Array.from(calls.flatMap(({ addresses, words }) => words(addresses.map(placeAt))));
}
