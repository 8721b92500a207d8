/** The messages of normalizations, a part of the catalogue of layers: one function a message, each with its code. */
import { formatShape, type PartialShape, ShapeError, StateError, ValueError } from '@isograd/core';

export function wrongFeatureSizes(where: string, received: readonly number[], expected: readonly number[]): ShapeError {
  return new ShapeError({
    code: 'NORMALIZATION_AXES',
    where,
    problem: 'the axes that its weights belong to have other sizes than it was built for.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'pass inputs of the shape that the layer was built with, or make another layer for these.',
  });
}

export function noKernelToNormalize(where: string, inner: string): ValueError {
  return new ValueError({
    code: 'SPECTRAL_KERNEL',
    where,
    problem: 'it normalises the kernel or the embeddings of the layer inside.',
    received: `${inner}, which has no weight named "kernel" or "embeddings" of its own`,
    expected: 'a layer such as dense, conv2d or embedding',
    fix: 'wrap the layer that holds the kernel, not the one around it.',
  });
}

export function adaptShape(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'ADAPT_SHAPE',
    where,
    problem: 'the data have another shape than the statistics are taken for.',
    received: formatShape(received),
    expected,
    fix: 'pass arrays [batch, ...] that agree in every axis that is kept apart.',
  });
}

export function adaptEmpty(where: string): ValueError {
  return new ValueError({
    code: 'ADAPT_EMPTY',
    where,
    problem: 'there is nothing to take a mean of.',
    received: '0 elements',
    expected: 'at least one example',
    fix: 'check the filters and the split that made the data.',
  });
}

export function adaptNotNeeded(where: string): StateError {
  return new StateError({
    code: 'ADAPT_FIXED',
    where,
    problem: 'mean and variance were given, so that there is nothing to adapt.',
    received: 'adapt() of a layer with the options mean and variance',
    expected: 'one of the two',
    fix: 'leave the options out.',
  });
}
