/** Boxes cut out of images and resized; the nearest pixel is the nearest, where tfjs's kernel takes the lower one. */
import { Cast, CropAndResize, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, f64, i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { type ImageLocals, isWithin, locate, nearest, pixelWriter, type Place, withPixel } from './pixel.js';

const parameters = {
  images: 'i32',
  boxes: 'i32',
  boxImages: 'i32',
  out: 'i32',
  /** Address of the pixel that stands for those outside. */
  outside: 'i32',
  count: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  cropHeight: 'i32',
  cropWidth: 'i32',
} as const;

const cropNearest = wasmFunction('cropNearest', parameters, (f, p) => {
  const { copy } = pixelWriter(f, p.channels);
  const from = f.local('i32');
  writeCrop(f, p, (image, { y, x }) => {
    locate(f, from, image, { y: nearest(y), x: nearest(x) });
    copy(p.out, from);
  });
});

const cropBilinear = wasmFunction('cropBilinear', parameters, (f, p) => {
  const { mix } = pixelWriter(f, p.channels);
  const corners = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')] as const;
  const [down, right] = [f.local('v128'), f.local('v128')];
  writeCrop(f, p, (image, { y, x }) => {
    const rows = [f64.floor(y), f64.ceil(y)] as const;
    const columns = [f64.floor(x), f64.ceil(x)] as const;
    locate(f, corners[0], image, { y: rows[0], x: columns[0] });
    locate(f, corners[1], image, { y: rows[0], x: columns[1] });
    locate(f, corners[2], image, { y: rows[1], x: columns[0] });
    locate(f, corners[3], image, { y: rows[1], x: columns[1] });
    f.set(down, f32x4.splat(f32.demote_f64(f64.sub(y, rows[0]))));
    f.set(right, f32x4.splat(f32.demote_f64(f64.sub(x, columns[0]))));
    mix(p.out, corners, down, right);
  });
});

/** @param writePixel - Writes one pixel of a crop, which comes from a place within the image. */
function writeCrop(
  f: FunctionBuilder,
  p: ParameterLocals<typeof parameters>,
  writePixel: (image: ImageLocals, place: Place) => void,
): void {
  const { copy } = pixelWriter(f, p.channels);
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const imageBytes = f.local('i32', i32.mul(i32.mul(p.height, p.width), pixelBytes));
  const image = { start: f.local('i32'), height: p.height, width: p.width, pixelBytes };
  const [row, column] = [f.local('i32'), f.local('i32')];
  const [y, x] = [f.local('f64'), f.local('f64')];
  const side = (index: number): Expression<'f64'> => f64.promote_f32(f32.load(p.boxes, 4 * index));
  const [lastRow, lastColumn] = [i32.sub(p.height, 1), i32.sub(p.width, 1)];
  const writeOutside = (): void => copy(p.out, p.outside);
  /** The corners of the crop lie on those of the box; a crop of one row or column takes the middle. */
  const setPlace = (
    place: Local<'f64'>,
    [start, end]: readonly [Expression<'f64'>, Expression<'f64'>],
    last: Expression<'i32'>,
    size: Local<'i32'>,
    position: Local<'i32'>,
  ): void => {
    const span = f64.convert_i32_s(last);
    f.if(
      i32.gt_u(size, 1),
      () => {
        const way = f64.mul(f64.mul(f64.convert_i32_s(position), f64.sub(end, start)), span);
        f.set(place, f64.add(f64.mul(start, span), f64.div(way, f64.convert_i32_s(i32.sub(size, 1)))));
      },
      () => f.set(place, f64.mul(f64.mul(f64.add(start, end), 0.5), span)),
    );
  };
  f.repeat(p.count, () => {
    f.set(image.start, i32.add(p.images, i32.mul(i32.load(p.boxImages), imageBytes)));
    f.for(row, 0, p.cropHeight, () => {
      setPlace(y, [side(0), side(2)], lastRow, p.cropHeight, row);
      f.if(
        isWithin(y, lastRow),
        () => {
          f.for(column, 0, p.cropWidth, () => {
            setPlace(x, [side(1), side(3)], lastColumn, p.cropWidth, column);
            f.if(isWithin(x, lastColumn), () => writePixel(image, { y, x }), writeOutside);
            f.increase(p.out, pixelBytes);
          });
        },
        () => {
          f.repeat(p.cropWidth, () => {
            writeOutside();
            f.increase(p.out, pixelBytes);
          });
        },
      );
    });
    f.increase(p.boxImages, 4);
    f.increase(p.boxes, 16);
  });
}

interface Inputs {
  /** `[batch, height, width, channels]` */
  readonly image: TensorInfo;
  /** float32 `[boxes, 4]`: y1, x1, y2, x2, in units of the image less one pixel. */
  readonly boxes: TensorInfo;
  /** int32 `[boxes]`: the image that each is cut out of. */
  readonly boxInd: TensorInfo;
}

interface Attributes {
  readonly method: 'bilinear' | 'nearest';
  readonly extrapolationValue: number;
  readonly cropSize: readonly [number, number];
}

/** The kernel `CropAndResize`; its result is float32 whatever the dtype of the images. */
export const cropAndResizeKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: CropAndResize,
  functions: [cropNearest, cropBilinear],
  compute(runtime, { image, boxes, boxInd }, { method, extrapolationValue, cropSize }) {
    const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
    runtime.requireIndices(CropAndResize, boxInd, batch);
    const [cropHeight, cropWidth] = cropSize;
    const count = boxes.shape[0] ?? 0;
    const out = runtime.output([count, cropHeight, cropWidth, channels], 'float32');
    const floats = runtime.call(Cast, { x: image }, { dtype: 'float32' });
    const fill = Array<number>(channels).fill(extrapolationValue);
    withPixel(runtime, fill, 'float32', (outside) => {
      runtime.run(method === 'nearest' ? cropNearest : cropBilinear, {
        images: runtime.address(floats),
        boxes: runtime.address(boxes),
        boxImages: runtime.address(boxInd),
        out: runtime.address(out),
        outside,
        count,
        height,
        width,
        channels,
        cropHeight,
        cropWidth,
      });
    });
    runtime.dispose(floats);
    return out;
  },
};
