/** Loads and stores of the first one to four lanes of a vector, which touch no byte beyond them. */
import type { Expression, Local, Operand } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { i32, v128 } from '../assembler/operators.js';

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

/** Sets `vector` to `count` elements, 1 to 3, which is known when the code runs; the other lanes become zero. */
export function loadRest(
  f: FunctionBuilder,
  vector: Local<'v128'>,
  address: Operand<'i32'>,
  count: Expression<'i32'>,
): void {
  const load = (lanes: number) => () => f.set(vector, loadLanes(address, lanes));
  f.if(i32.and(count, 2), () => f.if(i32.and(count, 1), load(3), load(2)), load(1));
}

/** Writes the first `count` lanes, 1 to 3, which is known when the code runs. */
export function storeRest(
  f: FunctionBuilder,
  address: Operand<'i32'>,
  vector: Local<'v128'>,
  count: Expression<'i32'>,
): void {
  const store = (lanes: number) => () => storeLanes(f, address, vector, lanes);
  f.if(i32.and(count, 2), () => f.if(i32.and(count, 1), store(3), store(2)), store(1));
}

/** Widths of the groups in which elements are taken, widest first. */
const groupWidths = [16, 4, 3, 2, 1];

/**
 * Visits `count` contiguous elements in groups of up to four vectors.
 *
 * @param offset - A variable that is, during a visit, the byte offset of the group.
 * @param visit - Writes the code for a group made of these vectors.
 */
export function eachGroup(
  f: FunctionBuilder,
  count: Operand<'i32'>,
  offset: Local<'i32'>,
  visit: (vectors: readonly PartialVector[]) => void,
): void {
  const left = f.local('i32');
  f.set(left, count);
  f.set(offset, 0);
  for (const width of groupWidths) {
    f.while(i32.ge_u(left, width), () => {
      visit(vectorsOf(width));
      f.increase(offset, 4 * width);
      f.increase(left, -width);
    });
  }
}
