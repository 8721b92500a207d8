/** The product of two matrices of int32, exact modulo 2^32. */
import type { Matrix, ProductSizes } from './matrix-product.js';

/** c += a b, as 32-bit integers that wrap. */
export function addIntegerProduct(a: Matrix, b: Matrix, c: Matrix, { m, n, k }: ProductSizes): void {
  for (let row = 0; row < m; row++) {
    for (let term = 0; term < k; term++) {
      const factor = a.values[a.offset + row * a.rowStride + term * a.columnStride] as number;
      let from = b.offset + term * b.rowStride;
      let to = c.offset + row * c.rowStride;
      for (let column = 0; column < n; column++, from += b.columnStride, to += c.columnStride) {
        c.values[to] = (c.values[to] as number) + Math.imul(factor, b.values[from] as number);
      }
    }
  }
}
