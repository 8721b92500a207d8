/** Mean and variance of data that come in pieces, in float64 on the host. */
import { type NdArray, type Shape, sizeOf } from '@isograd/core';

/** Collects arrays, one after another. */
export class RunningMoments {
  /** One for each position along the axes that are kept apart, row-major. */
  readonly mean: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  /** @param sizes - Sizes of the axes that are kept apart. */
  constructor(sizes: Shape) {
    this.mean = new Float64Array(sizeOf(sizes));
    this.#squares = new Float64Array(sizeOf(sizes));
  }

  /** Elements that each mean was taken of. */
  get count(): number {
    return this.#count;
  }

  /** Variances, divided by the number of elements; like `mean`. */
  get variance(): Float64Array {
    return this.#squares.map((squares) => squares / this.#count);
  }

  /**
   * Adds an array.
   *
   * @param array - `[batch, ...]`; its kept axes have the sizes that the constructor got.
   * @param axes - The axes that are kept apart, ascending, without the first.
   * @see Chan, Golub and LeVeque: "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979)
   */
  add({ data, shape }: NdArray, axes: readonly number[]): void {
    const places = placesOf(shape.slice(1), axes);
    const count = data.length / this.mean.length;
    if (count === 0) return;
    const means = new Float64Array(this.mean.length);
    const squares = new Float64Array(this.mean.length);
    const placeOf = (index: number): number => places[index % places.length] ?? 0;
    for (let index = 0; index < data.length; index++) addAt(means, placeOf(index), (data[index] ?? 0) / count);
    for (let index = 0; index < data.length; index++) {
      addAt(squares, placeOf(index), ((data[index] ?? 0) - (means[placeOf(index)] ?? 0)) ** 2);
    }
    const before = this.#count;
    this.#count += count;
    means.forEach((mean, place) => {
      const distance = mean - (this.mean[place] ?? 0);
      addAt(this.mean, place, (distance * count) / this.#count);
      addAt(this.#squares, place, (squares[place] ?? 0) + (distance ** 2 * before * count) / this.#count);
    });
  }
}

/** The number of the mean that each element of one example belongs to. */
function placesOf(example: Shape, axes: readonly number[]): Int32Array {
  return Int32Array.from({ length: sizeOf(example) }, (_, index) => {
    let place = 0;
    for (const axis of axes) {
      const size = example[axis - 1] ?? 1;
      place = place * size + (Math.floor(index / sizeOf(example.slice(axis))) % size);
    }
    return place;
  });
}

function addAt(sums: Float64Array, place: number, value: number): void {
  sums[place] = (sums[place] ?? 0) + value;
}
