/**
 * The gradient table: isograd owns the gradient of every kernel it trains with.
 *
 * tfjs-core registers none in Node and a partly wrong table in browsers; ours is the same everywhere. It
 * lives in tfjs's own registry, so that tf.grads, tf.variableGrads and every library above them use it. One
 * file a family of kernels; `gradient.ts` says how an entry is written.
 */
import * as tf from '@tensorflow/tfjs-core';
import { warnOnce } from '../log.js';
import { activationGradients } from './activation.js';
import { arithmeticGradients } from './arithmetic.js';
import { batchNormGradients } from './batch-norm.js';
import { comparisonGradients } from './comparison.js';
import { conv2dGradients } from './conv2d.js';
import { conv3dGradients } from './conv3d.js';
import { cumulativeGradients } from './cumulative.js';
import { depthwiseConv2dGradients } from './depthwise-conv2d.js';
import { einsumGradients } from './einsum.js';
import { elementwiseGradients } from './elementwise.js';
import { gatherGradients } from './gather.js';
import { localResponseNormalizationGradients } from './local-response-normalization.js';
import { matrixGradients } from './matrix.js';
import { poolingGradients } from './pooling.js';
import { pooling3dGradients } from './pooling3d.js';
import { rearrangementGradients } from './rearrangement.js';
import { reductionGradients } from './reduction.js';
import { bincountGradients } from './bincount.js';
import { complexGradients } from './complex.js';
import { cropAndResizeGradients } from './crop-and-resize.js';
import { imageTransformGradients } from './image-transform.js';
import { dilation2dGradients } from './dilation2d.js';
import { nonMaxSuppressionGradients } from './non-max-suppression.js';
import { refusedGradients } from './refused.js';
import { resizeGradients } from './resize.js';
import { segmentGradients } from './segment.js';
import { spaceToBatchGradients } from './space-to-batch.js';
import { stridedSliceGradients } from './strided-slice.js';
import { installTape } from './tape.js';

/** Every entry, by kernel name. */
export const gradientTable: ReadonlyMap<string, tf.GradConfig> = new Map(
  [
    arithmeticGradients,
    elementwiseGradients,
    activationGradients,
    comparisonGradients,
    nonMaxSuppressionGradients,
    reductionGradients,
    complexGradients,
    cumulativeGradients,
    matrixGradients,
    einsumGradients,
    rearrangementGradients,
    stridedSliceGradients,
    spaceToBatchGradients,
    conv2dGradients,
    conv3dGradients,
    depthwiseConv2dGradients,
    poolingGradients,
    pooling3dGradients,
    dilation2dGradients,
    batchNormGradients,
    localResponseNormalizationGradients,
    resizeGradients,
    cropAndResizeGradients,
    imageTransformGradients,
    gatherGradients,
    segmentGradients,
    bincountGradients,
    refusedGradients,
  ]
    .flat()
    .map((entry) => [entry.kernelName, entry]),
);

let wasInstalled = false;

/**
 * Makes the registry hold this table: entries of others are replaced, and those for kernels of tfjs that the
 * table does not know are removed, so that a missing gradient is an error on every runtime alike. Gradients of
 * kernels that somebody else has added to tfjs stay. The walk along the tape becomes ours too (tape.ts).
 *
 * `useBackend` calls it each time. If another library has put its table in place meanwhile, ours goes back
 * and a warning says so once.
 */
export function installGradients(): void {
  installTape();
  let replaced = 0;
  for (const [kernelName, entry] of gradientTable) {
    const current = tf.getGradient(kernelName);
    if (current === entry) continue;
    if (current) {
      replaced++;
      tf.unregisterGradient(kernelName);
    }
    tf.registerGradient(entry);
  }
  for (const { kernelName } of tf.getKernelsForBackend(tf.engine().backendName)) {
    if (!gradientTable.has(kernelName) && isKernelOfTfjs(kernelName)) tf.unregisterGradient(kernelName);
  }
  if (wasInstalled && replaced > 0) {
    warnOnce(
      'GRADIENT_TABLE_REPLACED',
      `another library had replaced ${replaced} gradients of isograd's table; they are put back, so that every backend keeps computing the same.`,
    );
  }
  wasInstalled = true;
}

/** tfjs-core exports the name of each of its kernels under that name, and has a gradient for some. */
function isKernelOfTfjs(kernelName: string): boolean {
  return Reflect.get(tf, kernelName) === kernelName && Boolean(tf.getGradient(kernelName));
}
