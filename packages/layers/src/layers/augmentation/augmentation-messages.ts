/** The catalogue of the error messages of augmentation: one function a message, each with its code. */
import { describeTensor, DTypeError, formatShape, type PartialShape, ShapeError } from '@isograd/core';

export function imageChannels(where: string, received: PartialShape, channels: number): ShapeError {
  return new ShapeError({
    code: 'IMAGE_CHANNELS',
    where,
    problem: 'it changes colors, which are red, green and blue.',
    received: formatShape(received),
    expected: `[batch, height, width, ${channels}]`,
    fix: 'leave it out for images of one channel, and cut a fourth one off.',
  });
}

export function pairCount(where: string, received: number): ShapeError {
  return new ShapeError({
    code: 'IMAGES_AND_LABELS',
    where,
    problem: 'it mixes images, and with them their labels.',
    received: `${received} inputs`,
    expected: '[images] or [images, labels]',
    fix: 'pass the labels as the second input, and take both outputs.',
  });
}

export function labelShape(where: string, received: PartialShape, images: PartialShape): ShapeError {
  return new ShapeError({
    code: 'LABEL_SHAPE',
    where,
    problem: 'the labels are not those of its images.',
    received: formatShape(received),
    expected: `[${images[0] ?? 'batch'}, classes], one row for each image`,
    fix: 'turn class numbers into rows with categoryEncoding({ numTokens, outputMode: "oneHot" }).',
  });
}

export function labelDType(
  where: string,
  received: { readonly dtype: string; readonly shape: PartialShape },
): DTypeError {
  return new DTypeError({
    code: 'LABEL_DTYPE',
    where,
    problem: 'labels of whole numbers cannot be mixed.',
    received: describeTensor(received),
    expected: 'float32 [batch, classes]',
    fix: 'turn class numbers into rows with categoryEncoding({ numTokens, outputMode: "oneHot" }).',
  });
}
