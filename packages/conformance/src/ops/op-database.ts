/** Every record: the list that drives the suites and the feature table. */
import { activationRecords } from './activation.js';
import { batchNormRecords } from './batch-norm.js';
import { binaryRecords } from './binary.js';
import { comparisonRecords } from './comparison.js';
import { complexRecords } from './complex.js';
import { convolutionRecords } from './convolution.js';
import { copyRecords } from './copy.js';
import { creationRecords } from './creation.js';
import { depthwiseConvolutionRecords } from './depthwise-convolution.js';
import { dilation2dRecords } from './dilation2d.js';
import { fusedConvolutionRecords } from './fused-convolution.js';
import { imageRecords } from './image.js';
import { kerasConvolutionRecords } from './keras-convolution.js';
import { localResponseNormalizationRecords } from './local-response-normalization.js';
import { matrixRecords } from './matrix.js';
import { nonMaxSuppressionRecords } from './non-max-suppression.js';
import { normalizationRecords } from './normalization.js';
import type { OpRecord } from './op-record.js';
import { poolingRecords } from './pooling.js';
import { resizeRecords } from './resize.js';
import { segmentRecords } from './segments.js';
import { stepFunctionRecords } from './step-functions.js';
import { trainingOpRecords } from './training-ops.js';
import { trigonometricRecords } from './trigonometric.js';
import { unaryRecords } from './unary.js';

/** Every op that has a law. */
export const opDatabase: readonly OpRecord[] = [
  ...unaryRecords,
  ...trigonometricRecords,
  ...stepFunctionRecords,
  ...activationRecords,
  ...binaryRecords,
  ...comparisonRecords,
  ...copyRecords,
  ...creationRecords,
  ...complexRecords,
  ...batchNormRecords,
  ...matrixRecords,
  ...convolutionRecords,
  ...depthwiseConvolutionRecords,
  ...fusedConvolutionRecords,
  ...kerasConvolutionRecords,
  ...poolingRecords,
  ...localResponseNormalizationRecords,
  ...normalizationRecords,
  ...resizeRecords,
  ...imageRecords,
  ...dilation2dRecords,
  ...nonMaxSuppressionRecords,
  ...segmentRecords,
  ...trainingOpRecords,
];
