/** Floating-point operations (FLOP) of a training step: those of its products, which are nearly all. */

/**
 * A product of matrices with the gradients of both, where the left one is not data.
 *
 * A convolution is the product of its windows with its filters.
 *
 * @param {number} rows - Of the left matrix: examples, or pixels of all images.
 * @param {number} inner - Columns of the left, rows of the right: features, or elements of a window.
 * @param {number} columns - Of the right matrix: units, or filters.
 * @param {{ isFirst?: boolean }} [options] - The first layer needs no gradient of its input.
 */
export function trainedProduct(rows, inner, columns, { isFirst = false } = {}) {
  return 2 * rows * inner * columns * (isFirst ? 2 : 3);
}

/**
 * Dense layers one after the other.
 *
 * @param {number} batch
 * @param {readonly number[]} sizes - Features of the input, then the units of each layer.
 * @param {{ isFirst?: boolean }} [options]
 */
export function trainedDense(batch, sizes, { isFirst = true } = {}) {
  return sizes
    .slice(1)
    .map((units, index) => trainedProduct(batch, sizes[index] ?? 1, units, { isFirst: isFirst && index === 0 }))
    .reduce((sum, each) => sum + each, 0);
}
