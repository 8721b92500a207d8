/**
 * How one spatial axis of a strided convolution falls into phases when it is run backwards.
 *
 * Input element `y` is met by output element `o` at filter element `k` when `o * stride + k - pad = y`. So
 * all `y` with the same `(y + pad) mod stride`, the phase, meet the filter elements `phase + stride * j`, and
 * no other: each phase is a convolution of stride 1 with a part of the filter, and no work is spent on zeros.
 */

/** The elements of the input of one phase. */
export interface Phase {
  /** Filter elements that this phase meets, in the order in which they pair with rising output elements. */
  readonly filterElements: readonly number[];
  /** Its first input element, and how many follow at distance `stride`. */
  readonly firstInput: number;
  readonly inputs: number;
  /** Where the window of the first input element begins in the padded gradient. */
  readonly firstWindow: number;
}

/** One axis run backwards. */
export interface StridedAxis {
  readonly phases: readonly Phase[];
  /** Zeros before the gradient of the output, so that no window begins outside. */
  readonly before: number;
  /** Length of the padded gradient. */
  readonly paddedLength: number;
  /** Elements of the gradient that lie in it; no window reaches the others. */
  readonly copied: number;
}

/** Splits an axis with `inputs` elements before and `outputs` elements after the convolution. */
export function stridedAxis(inputs: number, outputs: number, filter: number, stride: number, pad: number): StridedAxis {
  const before = Math.ceil(filter / stride) - 1;
  const phases: Phase[] = [];
  for (let phase = 0; phase < stride; phase++) {
    const filterElements: number[] = [];
    for (let element = phase; element < filter; element += stride) filterElements.unshift(element);
    const firstInput = (((phase - pad) % stride) + stride) % stride;
    if (firstInput >= inputs) continue;
    phases.push({
      filterElements,
      firstInput,
      inputs: Math.ceil((inputs - firstInput) / stride),
      firstWindow: (firstInput + pad - phase) / stride - (filterElements.length - 1) + before,
    });
  }
  const lastWindow = Math.floor((Math.max(inputs, 1) - 1 + pad) / stride);
  const paddedLength = lastWindow + 1 + before;
  return { phases, before, paddedLength, copied: Math.min(outputs, paddedLength - before) };
}
