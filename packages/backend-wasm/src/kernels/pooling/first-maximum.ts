/** The first maximum of each window in row-major order, or its first NaN, and where it lies. */
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32x4, i32, i32x4, v128 } from '../../assembler/operators.js';
import { eachGroup, loadLanes, type PartialVector } from '../partial-vector.js';
import { eachWindow, type Window, type WindowLocals } from './windows.js';

/** The maxima of up to four channels. */
export interface Maxima extends PartialVector {
  readonly maximum: Local<'v128'>;
  /** Address of the element of a lane; of the first element where the window has none. */
  addressOf(lane: number): Expression<'i32'>;
}

/** What is known at a window for a group of its channels. */
export interface WindowMaxima {
  readonly window: Window;
  /** Byte offset of the first channel of the group in its pixel. */
  readonly channel: Local<'i32'>;
  readonly groups: readonly Maxima[];
}

/**
 * Visits the windows of all output pixels, in the order of the output.
 *
 * @param x - Address of the input.
 * @param visit - For each group of channels of a window.
 * @param endOfPixel - After the last of them.
 */
export function eachFirstMaximum(
  f: FunctionBuilder,
  p: WindowLocals & { readonly x: Local<'i32'> },
  visit: (maxima: WindowMaxima) => void,
  endOfPixel: (window: Window) => void,
): void {
  const locals = (): Local<'v128'>[] => Array.from({ length: 4 }, () => f.local('v128'));
  const [maxima, places] = [locals(), locals()];
  const [channel, first] = [f.local('i32'), f.local('i32')];
  const [value, isGreater] = [f.local('v128'), f.local('v128')];
  eachWindow(f, p, (window) => {
    eachGroup(f, p.channels, channel, (vectors) => {
      const groups = vectors.map((vector, index) => {
        const place = places[index] as Local<'v128'>;
        const addressOf = (lane: number): Expression<'i32'> =>
          i32.add(i32x4.extract_lane(place, lane), vector.offset + 4 * lane);
        return { ...vector, maximum: maxima[index] as Local<'v128'>, place, addressOf };
      });
      f.set(first, i32.add(i32.add(p.x, channel), window.start));
      for (const { lanes, offset, maximum, place } of groups) {
        f.set(maximum, f.splatF32(Number.NEGATIVE_INFINITY));
        f.if(window.count, () => f.set(maximum, loadLanes(first, lanes, offset)));
        f.set(place, i32x4.splat(first));
      }
      window.eachPixel(first, (pixel) => {
        for (const { lanes, offset, maximum, place } of groups) {
          f.set(value, loadLanes(pixel, lanes, offset));
          const isFirstNaN = v128.and(f32x4.ne(value, value), f32x4.eq(maximum, maximum));
          f.set(isGreater, v128.or(f32x4.gt(value, maximum), isFirstNaN));
          f.set(maximum, v128.bitselect(value, maximum, isGreater));
          f.set(place, v128.bitselect(i32x4.splat(pixel), place, isGreater));
        }
      });
      visit({ window, channel, groups });
    });
    endOfPixel(window);
  });
}
