/** Fewer axes for loops over several tensors: those on which all of them run on alike become one. */
import type { Shape } from '@isograd/core';

/** An axis, and how far neighbours on it lie from each other in each tensor. */
export interface StridedAxis {
  readonly size: number;
  readonly strides: readonly number[];
}

/**
 * The axes of a shape, outermost first, without those of one element, each joined to the one within it that goes on
 * like it in every tensor.
 *
 * @param stridesOfAll - Of each tensor, by axis.
 */
export function joinAxes(shape: Shape, stridesOfAll: readonly (readonly number[])[]): StridedAxis[] {
  const axes: StridedAxis[] = [];
  for (let place = shape.length - 1; place >= 0; place--) {
    const size = shape[place] ?? 1;
    if (size === 1) continue;
    const strides = stridesOfAll.map((each) => each[place] ?? 0);
    const inner = axes[0];
    if (inner !== undefined && strides.every((stride, index) => stride === (inner.strides[index] ?? 0) * inner.size)) {
      axes[0] = { size: size * inner.size, strides: inner.strides };
    } else {
      axes.unshift({ size, strides });
    }
  }
  return axes;
}
