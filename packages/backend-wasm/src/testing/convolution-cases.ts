/** Random convolutions and poolings for property tests. */
import fc from 'fast-check';

/** Explicit padding as tfjs-core hands it to kernels. */
type Pad = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];

/** Sizes of one spatial axis. */
export interface AxisCase {
  readonly size: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
}

/** One convolution. */
export interface ConvolutionCase {
  readonly batch: number;
  readonly height: AxisCase;
  readonly width: AxisCase;
  readonly channels: number;
  readonly filters: number;
  readonly pad: Pad;
}

/** Convolutions whose output may be as small as one pixel, and whose stride may exceed the filter. */
export function convolutionCases(options: { readonly maxDilation: number }): fc.Arbitrary<ConvolutionCase> {
  const axis = fc
    .record({
      size: fc.integer({ min: 1, max: 9 }),
      filter: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: options.maxDilation }),
    })
    .map((sizes) => (sizes.dilation > 1 ? { ...sizes, stride: 1 } : sizes));
  const border = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
  const pad = fc.oneof(
    fc.constantFrom<Pad>('same', 'valid'),
    fc.tuple(border, border).map(([rows, columns]): Pad => [[0, 0], rows, columns, [0, 0]]),
  );
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      height: axis,
      width: axis,
      channels: fc.integer({ min: 1, max: 7 }),
      filters: fc.integer({ min: 1, max: 21 }),
      pad,
    })
    .filter(({ height, width, pad: amounts }) => {
      const [, rows, columns] = Array.isArray(amounts)
        ? amounts
        : [
            [0, 0],
            [0, 0],
            [0, 0],
          ];
      const fits = ({ size, filter, dilation }: AxisCase, border: readonly number[] = []): boolean =>
        size + border.reduce((sum, amount) => sum + amount, 0) >= (filter - 1) * dilation + 1;
      return amounts === 'same' || (fits(height, rows) && fits(width, columns));
    });
}

/** Output size and padding before the first element of an axis, as the convolution arithmetic guide has them. */
export function outputAxis(
  { size, filter, stride, dilation }: AxisCase,
  pad: 'same' | 'valid' | readonly [number, number],
): { size: number; before: number } {
  const reach = (filter - 1) * dilation + 1;
  if (pad === 'valid') return { size: Math.floor((size - reach) / stride) + 1, before: 0 };
  if (pad === 'same') {
    const outputs = Math.ceil(size / stride);
    return { size: outputs, before: Math.floor(Math.max(0, (outputs - 1) * stride + reach - size) / 2) };
  }
  const [before, after] = pad;
  return { size: Math.floor((size + before + after - reach) / stride) + 1, before };
}

function axisPad(pad: Pad, axis: 1 | 2): 'same' | 'valid' | readonly [number, number] {
  return typeof pad === 'string' ? pad : pad[axis];
}

/** Visits every pair of an output pixel and a filter element that meet inside the input. */
export function eachMeeting(
  { batch, height, width, pad }: ConvolutionCase,
  visit: (image: number, out: [number, number], filter: [number, number], input: [number, number]) => void,
): void {
  const rows = outputAxis(height, axisPad(pad, 1));
  const columns = outputAxis(width, axisPad(pad, 2));
  for (let image = 0; image < batch; image++) {
    for (let outRow = 0; outRow < rows.size; outRow++) {
      for (let outColumn = 0; outColumn < columns.size; outColumn++) {
        for (let row = 0; row < height.filter; row++) {
          for (let column = 0; column < width.filter; column++) {
            const y = outRow * height.stride + row * height.dilation - rows.before;
            const x = outColumn * width.stride + column * width.dilation - columns.before;
            const isInside = y >= 0 && y < height.size && x >= 0 && x < width.size;
            if (isInside) visit(image, [outRow, outColumn], [row, column], [y, x]);
          }
        }
      }
    }
  }
}

/** Attributes as tfjs-core passes them. */
export function attributesOf({ height, width, pad }: ConvolutionCase): object {
  return {
    strides: [height.stride, width.stride],
    dilations: [height.dilation, width.dilation],
    filterSize: [height.filter, width.filter],
    pad,
    dataFormat: 'NHWC',
  };
}

/** Shapes of input and of output with this many channels. */
export function shapesOf(
  { batch, height, width, pad }: ConvolutionCase,
  channels: number,
  outChannels: number,
): { input: number[]; output: number[] } {
  return {
    input: [batch, height.size, width.size, channels],
    output: [batch, outputAxis(height, axisPad(pad, 1)).size, outputAxis(width, axisPad(pad, 2)).size, outChannels],
  };
}
