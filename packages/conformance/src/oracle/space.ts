/** Laws of kernels that move blocks of space into the batch, and channels into space. */
import { type HostTensor, indexOf, positionOf } from './host-tensor.js';
import { moveElements } from './move.js';
import type { MoveInputs } from './rearrangement.js';

/** Side of the block that one pixel becomes, and where the channels are. */
export interface DepthToSpaceAttributes {
  readonly blockSize: number;
  readonly dataFormat: 'NHWC' | 'NCHW';
}

/**
 * Each pixel's channels become a block of pixels: channel (r·blockSize + c)·depth + d of pixel (i, j) is channel d of
 * pixel (i·blockSize + r, j·blockSize + c).
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/nn/depth_to_space
 */
export function depthToSpace({ x }: MoveInputs, { blockSize, dataFormat }: DepthToSpaceAttributes): HostTensor {
  const channelsAxis = dataFormat === 'NHWC' ? 3 : 1;
  const heightAxis = dataFormat === 'NHWC' ? 1 : 2;
  const depth = (x.shape[channelsAxis] as number) / blockSize ** 2;
  const shape = x.shape.map((size, axis) => {
    if (axis === channelsAxis) return depth;
    return axis === 0 ? size : size * blockSize;
  });
  return moveElements(x, shape, (index) => {
    const [row, column] = index.slice(heightAxis) as [number, number];
    const block = (row % blockSize) * blockSize + (column % blockSize);
    return index.map((entry, axis) => {
      if (axis === channelsAxis) return block * depth + entry;
      return axis === 0 ? entry : Math.floor(entry / blockSize);
    });
  });
}

/** How the axes of space, which follow the batch, are cut. */
export interface SpaceToBatchAttributes {
  readonly blockShape: readonly number[];
  readonly paddings: readonly (readonly [number, number])[];
}

/** As for `spaceToBatch`, of which it is the inverse; what was padded is cropped. */
export interface BatchToSpaceAttributes {
  readonly blockShape: readonly number[];
  readonly crops: readonly (readonly [number, number])[];
}

/**
 * Each axis of space is padded with zeros and divided into its residues modulo the block, which go to the batch:
 * y[residue·batch + n, i, …] = padded[n, i·block + residue, …].
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/space_to_batch_nd
 */
export function spaceToBatch({ x }: MoveInputs, { blockShape, paddings }: SpaceToBatchAttributes): HostTensor {
  const [batch, ...sizes] = x.shape as [number, ...number[]];
  const blocks = blockShape.reduce((product, block) => product * block, 1);
  const divided = sizes.map((size, axis) => {
    const [before, after] = paddings[axis] ?? [0, 0];
    return (size + before + after) / (blockShape[axis] ?? 1);
  });
  return moveElements(x, [batch * blocks, ...divided], ([first, ...entries]) => {
    const residues = indexOf(blockShape, Math.floor((first as number) / batch));
    const source = entries.map((entry, axis) => {
      const [before] = paddings[axis] ?? [0];
      return entry * (blockShape[axis] ?? 1) + (residues[axis] ?? 0) - before;
    });
    const isInside = source.every((entry, axis) => entry >= 0 && entry < (sizes[axis] as number));
    return isInside ? [(first as number) % batch, ...source] : undefined;
  });
}

/** y[n, i·block + residue - crop, …] = x[residue·batch + n, i, …] */
export function batchToSpace({ x }: MoveInputs, { blockShape, crops }: BatchToSpaceAttributes): HostTensor {
  const [first, ...sizes] = x.shape as [number, ...number[]];
  const batch = first / blockShape.reduce((product, block) => product * block, 1);
  const joined = sizes.map((size, axis) => {
    const [before, after] = crops[axis] ?? [0, 0];
    return size * (blockShape[axis] ?? 1) - before - after;
  });
  return moveElements(x, [batch, ...joined], ([image, ...entries]) => {
    const places = entries.map((entry, axis) => entry + (crops[axis]?.[0] ?? 0));
    const residues = blockShape.map((block, axis) => (places[axis] as number) % block);
    const source = places.map((place, axis) => Math.floor(place / (blockShape[axis] ?? 1)));
    return [positionOf(blockShape, residues) * batch + (image as number), ...source];
  });
}
