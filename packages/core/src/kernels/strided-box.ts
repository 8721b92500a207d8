/** What tfjs passes to the kernel of strided slices, and the box that follows: for the authors of kernels. */
import { slice_util } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';

/** Attributes of StridedSlice; bit i of a mask is about entry i of `begin`, `end` and `strides`. */
export interface StridedSliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  /** Axes that begin at their first element, whatever `begin` says. */
  readonly beginMask: number;
  /** Axes that end after their last element, whatever `end` says. */
  readonly endMask: number;
  /** The entry that stands for all axes that no other names. */
  readonly ellipsisMask: number;
  /** Entries that stand for a new axis of size 1. */
  readonly newAxisMask: number;
  /** Axes of which one element is taken, and which the output then lacks. */
  readonly shrinkAxisMask: number;
}

/** The elements of a strided slice: on every axis of the tensor, `size` of them from `begin` on, `strides` apart. */
export interface StridedBox {
  readonly begin: readonly number[];
  readonly strides: readonly number[];
  readonly size: readonly number[];
  /** Shape of the output, with new axes and without dropped ones. */
  readonly outShape: readonly number[];
}

/**
 * The box of a strided slice.
 *
 * tfjs's kernels pair the axes of their output with those of their input by position, which is wrong once an axis is
 * dropped; here the box has all axes of the input.
 *
 * @param xShape - Shape of the input.
 * @param attributes - As the kernel gets them.
 */
export function stridedBox(xShape: Shape, attributes: StridedSliceAttributes): StridedBox {
  const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const { begin, end, strides, finalShape } = slice_util.sliceInfo(
    [...xShape],
    attributes.begin,
    attributes.end,
    attributes.strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  const size = slice_util.computeOutShape(begin, end, strides).map((count) => Math.max(0, count));
  return { begin, strides, size, outShape: finalShape };
}
