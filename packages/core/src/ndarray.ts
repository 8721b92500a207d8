/** A numeric array on the host: a typed array with a shape and a dtype. What data pipelines carry. */
import { type DType, type HostData, hostZeros } from './dtype.js';
import { wrongElementCount } from './messages.js';
import { type Shape, sizeOf } from './shape.js';

/**
 * A host array in row-major order. It owns no device memory, may be sent to a worker, and is never disposed.
 *
 * @example
 * import { NdArray } from '@isograd/core';
 * const image = new NdArray(new Float32Array(64), [8, 8, 1]);
 * image.dtype; // 'float32'
 */
export class NdArray {
  readonly data: HostData;
  readonly shape: Shape;
  readonly dtype: DType;

  /**
   * @param data - The elements, row-major. A `Uint8Array` holds `bool`.
   * @param shape - Sizes of the axes, outermost first.
   * @throws {ShapeError} SHAPE_SIZE when `data` does not have as many elements as `shape` says.
   */
  constructor(data: HostData, shape: Shape) {
    if (data.length !== sizeOf(shape)) {
      throw wrongElementCount(data.length, shape, sizeOf(shape));
    }
    this.data = data;
    this.shape = shape;
    this.dtype = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool';
  }

  /** A zero-filled array. */
  static zeros(shape: Shape, dtype: DType = 'float32'): NdArray {
    return new NdArray(hostZeros(dtype, sizeOf(shape)), shape);
  }

  /** Number of elements. */
  get size(): number {
    return this.data.length;
  }
}
