/** Images without color. */
import { matMul, reshape, type Tensor, type Tensor4D, tensor2d } from '@tensorflow/tfjs-core';

/** What red, green and blue add to the brightness that is seen (ITU-R BT.601). */
const brightness = [0.2989, 0.587, 0.114] as const;

/**
 * Images in shades of gray.
 *
 * @param images - float32 `[batch, height, width, 3]`
 * @returns float32 `[batch, height, width, 1]`
 */
export function grays(images: Tensor4D): Tensor {
  const [batch, height, width] = images.shape;
  const pixels = reshape(images, [batch * height * width, 3]);
  return reshape(matMul(pixels, tensor2d([...brightness], [3, 1])), [batch, height, width, 1]);
}
