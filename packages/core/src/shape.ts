/** Shapes: plain arrays of axis sizes, where `null` stands for a size that is known only at run time. */

/** A fully known shape, outermost axis first. */
export type Shape = readonly number[];

/** A shape whose unknown axes (usually `batch`) are `null`. */
export type PartialShape = readonly (number | null)[];

/** Number of elements of a tensor of this shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis] as number; // kernels of few elements feel an iterator
  return size;
}

/** Whether two shapes have the same rank and, on every axis known in both, the same size. */
export function shapesMatch(a: PartialShape, b: PartialShape): boolean {
  return a.length === b.length && a.every((size, axis) => size === null || b[axis] === null || size === b[axis]);
}

/** A shape as people write it: `[32, 28, 28]`; unknown axes read `?`, the first of them `batch`. */
export function formatShape(shape: PartialShape): string {
  return `[${shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : '?')).join(', ')}]`;
}

/** Dtype and shape of a tensor or host array, for messages: `float32 [32, 10]`. */
export function describeTensor(tensor: { readonly dtype: string; readonly shape: PartialShape }): string {
  return `${tensor.dtype} ${formatShape(tensor.shape)}`;
}
