/** The instructions of the addon as words of 32 bits: opcode, number of words, arguments (native/program.h). */

/** A tensor of float32: at a byte address, or in a slot whose address comes with each run, from an offset in bytes on. */
export type Place = { readonly address: number } | { readonly slot: number; readonly offset?: number };

/** What is done with the results of a product, after its bias. */
export type NativeActivation =
  | { readonly kind: 'none' | 'relu' | 'relu6' }
  | { readonly kind: 'leakyRelu'; readonly alpha: number };

/** `out = activation(a · b + bias)`, for each matrix of a batch. */
export interface MatrixProduct {
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether one matrix serves all batches. */
  readonly isAShared: boolean;
  readonly isBShared: boolean;
  /** Whether a is [k, m], b [n, k]. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly a: Place;
  readonly b: Place;
  readonly out: Place;
  /** One number for each column, or row. */
  readonly bias?: Place;
  readonly biasOf?: 'columns' | 'rows';
  readonly activation?: NativeActivation;
}

/** Depth, height, width: an image has depth 1, a sequence depth and height 1. */
export type Axes = readonly [depth: number, height: number, width: number];

/** The sizes of a convolution, channels last; the filter is [depth, height, width, channels / groups, filters]. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inSize: Axes;
  readonly channels: number;
  readonly outSize: Axes;
  readonly filters: number;
  readonly filterSize: Axes;
  readonly strides: Axes;
  readonly dilations: Axes;
  /** Zeros before the first element of each axis; those behind follow from the sizes. */
  readonly padding: Axes;
  readonly groups: number;
}

/** `y = activation(x * filter + bias)`. */
export interface Convolution {
  readonly x: Place;
  readonly filter: Place;
  readonly y: Place;
  /** One number for each filter. */
  readonly bias?: Place;
  readonly activation?: NativeActivation;
}

/** The gradient of the input; with a bias and an activation it is a transposed convolution. */
export interface ConvolutionInputGradient {
  readonly dy: Place;
  readonly filter: Place;
  readonly dx: Place;
  /** One number for each channel of `dx`. */
  readonly bias?: Place;
  readonly activation?: NativeActivation;
}

/** The gradient of the filter. */
export interface ConvolutionFilterGradient {
  readonly x: Place;
  readonly dy: Place;
  readonly gradient: Place;
}

const opcodes = {
  matrixProduct: 1,
  convolution: 2,
  convolutionInputGradient: 3,
  convolutionFilterGradient: 4,
} as const;

const activationKinds = { none: 0, relu: 1, relu6: 2, leakyRelu: 3 } as const;

/** The words of a product of matrices. */
export function matrixProductWords(product: MatrixProduct): number[] {
  const { batches, m, n, k, isAShared, isBShared, transposeA, transposeB, a, b, out, bias } = product;
  return instruction(opcodes.matrixProduct, [
    batches,
    m,
    n,
    k,
    Number(!isAShared),
    Number(!isBShared),
    Number(transposeA),
    Number(transposeB),
    Number(product.biasOf === 'rows'),
    ...activationWords(product.activation),
    ...[a, b, out, bias].flatMap(placeWords),
  ]);
}

/** The words of a convolution. */
export function convolutionWords(sizes: ConvolutionSizes, { x, filter, y, bias, activation }: Convolution): number[] {
  const tensors = [x, filter, y, bias].flatMap(placeWords);
  return instruction(opcodes.convolution, [...sizeWords(sizes), ...activationWords(activation), ...tensors]);
}

/** The words of the gradient of its input. */
export function inputGradientWords(sizes: ConvolutionSizes, gradient: ConvolutionInputGradient): number[] {
  const { dy, filter, dx, bias, activation } = gradient;
  const tensors = [dy, filter, dx, bias].flatMap(placeWords);
  return instruction(opcodes.convolutionInputGradient, [
    ...sizeWords(sizes),
    ...activationWords(activation),
    ...tensors,
  ]);
}

/** The words of the gradient of its filter. */
export function filterGradientWords(sizes: ConvolutionSizes, gradient: ConvolutionFilterGradient): number[] {
  const { x, dy, gradient: out } = gradient;
  return instruction(opcodes.convolutionFilterGradient, [...sizeWords(sizes), ...[x, dy, out].flatMap(placeWords)]);
}

function instruction(opcode: number, words: readonly number[]): number[] {
  return [opcode, words.length + 2, ...words];
}

function sizeWords(sizes: ConvolutionSizes): number[] {
  const { batch, inSize, channels, outSize, filters, filterSize, strides, dilations, padding, groups } = sizes;
  return [batch, ...inSize, channels, ...outSize, filters, ...filterSize, ...strides, ...dilations, ...padding, groups];
}

function activationWords(activation: NativeActivation = { kind: 'none' }): number[] {
  const slope = activation.kind === 'leakyRelu' ? activation.alpha : 0;
  return [activationKinds[activation.kind], new Int32Array(Float32Array.of(slope).buffer)[0] ?? 0];
}

/** Addresses from 2 GiB on are negative as words. */
function placeWords(place: Place | undefined): number[] {
  if (place === undefined) return [-2, 0];
  return 'slot' in place ? [place.slot, (place.offset ?? 0) | 0] : [-1, place.address | 0];
}
