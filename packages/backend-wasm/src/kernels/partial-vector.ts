/** Loads and stores of the first one to four lanes of a vector, which touch no byte beyond them. */
import type { Expression, Local, Operand } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { v128 } from '../assembler/operators.js';

/** One vector of a row of elements. */
export interface PartialVector {
  /** Elements in it, 1 to 4. */
  readonly lanes: number;
  /** Byte offset of the first of them in the row. */
  readonly offset: number;
}

/** The vectors that `width` elements in a row take. */
export function vectorsOf(width: number): readonly PartialVector[] {
  return Array.from({ length: Math.ceil(width / 4) }, (_, index) => ({
    lanes: Math.min(4, width - 4 * index),
    offset: 16 * index,
  }));
}

/** A vector whose first `lanes` lanes come from `address + offset`; the others are zero. */
export function loadLanes(address: Operand<'i32'>, lanes: number, offset = 0): Expression<'v128'> {
  if (lanes === 1) return v128.load32_zero(address, offset);
  if (lanes === 2) return v128.load64_zero(address, offset);
  if (lanes === 3) {
    return v128.shuffle32(v128.load64_zero(address, offset), v128.load32_zero(address, offset + 8), [0, 1, 4, 5]);
  }
  return v128.load(address, offset);
}

/** Writes the first `lanes` lanes of `vector` to `address + offset`. */
export function storeLanes(
  f: FunctionBuilder,
  address: Operand<'i32'>,
  vector: Local<'v128'>,
  lanes: number,
  offset = 0,
): void {
  if (lanes === 4) {
    f.store('v128.store', address, vector, offset);
    return;
  }
  if (lanes >= 2) f.storeLane('v128.store64_lane', address, vector, 0, offset);
  if (lanes !== 2) f.storeLane('v128.store32_lane', address, vector, lanes - 1, offset + 4 * (lanes - 1));
}
