/** Where blocks of memory that live for a part of a program lie in one arena, so that they use it one after the other. */

/** A block and the time that it is needed: from the step that writes it to the last that reads it. */
export interface Block {
  /** In bytes. */
  readonly size: number;
  readonly first: number;
  readonly last: number;
}

/** Places in the arena. */
export interface MemoryPlan {
  /** Of each block, in bytes from the beginning of the arena. */
  readonly offsets: readonly number[];
  /** Of the arena, in bytes. */
  readonly size: number;
}

/** A piece of the arena that no living block covers. */
interface Gap {
  offset: number;
  size: number;
}

/**
 * Places blocks so that no two that live at the same step overlap.
 *
 * Blocks come in the order of their first steps and take the smallest gap that holds them; a block that ends gives
 * its place back, joined with the gaps beside it. A step's own blocks never lie on what the step reads.
 *
 * @param alignment - What every offset is a multiple of. Default: 64, the length of a cache line.
 * @example
 * import { planMemory } from '@isograd/jit';
 * const { size } = planMemory([
 *   { size: 64, first: 0, last: 1 },
 *   { size: 64, first: 1, last: 2 },
 *   { size: 64, first: 2, last: 3 }, // in the place of the first
 * ]);
 * console.log(size); // 128
 */
export function planMemory(blocks: readonly Block[], alignment = 64): MemoryPlan {
  const offsets = new Array<number>(blocks.length).fill(0);
  const gaps: Gap[] = [];
  const living = new Map<number, number[]>();
  let size = 0;
  let ended = -1;
  const order = [...blocks.keys()].sort((a, b) => at(blocks, a).first - at(blocks, b).first);
  for (const index of order) {
    const block = at(blocks, index);
    while (ended < block.first - 1) {
      ended++;
      for (const past of living.get(ended) ?? []) giveBack(gaps, at(offsets, past), padded(at(blocks, past)));
      living.delete(ended);
    }
    const needed = padded(block);
    const gap = smallestFor(gaps, needed);
    if (gap === undefined) {
      offsets[index] = size;
      size += needed;
    } else {
      offsets[index] = gap.offset;
      gap.offset += needed;
      gap.size -= needed;
      if (gap.size === 0) gaps.splice(gaps.indexOf(gap), 1);
    }
    const together = living.get(block.last);
    if (together === undefined) living.set(block.last, [index]);
    else together.push(index);
  }
  return { offsets, size };

  function padded({ size: bytes }: Block): number {
    return Math.max(1, Math.ceil(bytes / alignment)) * alignment;
  }
}

function smallestFor(gaps: readonly Gap[], needed: number): Gap | undefined {
  let best: Gap | undefined;
  for (const gap of gaps) if (gap.size >= needed && (best === undefined || gap.size < best.size)) best = gap;
  return best;
}

/** Gaps stay in the order of their offsets. */
function giveBack(gaps: Gap[], offset: number, size: number): void {
  let place = gaps.findIndex((gap) => gap.offset > offset);
  if (place < 0) place = gaps.length;
  const [before, after] = [gaps[place - 1], gaps[place]];
  const joinsBefore = before !== undefined && before.offset + before.size === offset;
  const joinsAfter = after !== undefined && offset + size === after.offset;
  if (joinsBefore) {
    before.size += size + (joinsAfter ? after.size : 0);
    if (joinsAfter) gaps.splice(place, 1);
  } else if (joinsAfter) {
    after.offset = offset;
    after.size += size;
  } else {
    gaps.splice(place, 0, { offset, size });
  }
}

function at<Item>(list: readonly Item[], index: number): Item {
  return list[index] as Item;
}
