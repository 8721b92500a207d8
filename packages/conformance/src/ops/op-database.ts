/** Every record: the list that drives the suites and the feature table. */
import { activationRecords } from './activation.js';
import { batchNormRecords } from './batch-norm.js';
import { binaryRecords } from './binary.js';
import { comparisonRecords } from './comparison.js';
import { complexRecords } from './complex.js';
import { convolutionRecords } from './convolution.js';
import { copyRecords } from './copy.js';
import { creationRecords } from './creation.js';
import { cumulativeRecords } from './cumulative.js';
import { depthwiseConvolutionRecords } from './depthwise-convolution.js';
import { dilation2dRecords } from './dilation2d.js';
import { einsumRecords } from './einsum.js';
import { fusedConvolutionRecords } from './fused-convolution.js';
import { fusedMatrixRecords } from './fused-matrix.js';
import { gatherRecords } from './gather.js';
import { imageRecords } from './image.js';
import { joiningRecords } from './joining.js';
import { kerasConvolutionRecords } from './keras-convolution.js';
import { localResponseNormalizationRecords } from './local-response-normalization.js';
import { matrixRecords } from './matrix.js';
import { nonMaxSuppressionRecords } from './non-max-suppression.js';
import { normalizationRecords } from './normalization.js';
import type { OpRecord } from './op-record.js';
import { paddingRecords } from './padding.js';
import { poolingRecords } from './pooling.js';
import { rankingRecords } from './ranking.js';
import { rearrangementRecords } from './rearrangement.js';
import { reductionRecords } from './reduction.js';
import { resizeRecords } from './resize.js';
import { segmentRecords } from './segment.js';
import { segmentFunctionRecords } from './segment-functions.js';
import { slicingRecords } from './slicing.js';
import { spaceRecords } from './space.js';
import { sparseRecords } from './sparse.js';
import { stepFunctionRecords } from './step-functions.js';
import { trainingOpRecords } from './training-ops.js';
import { trigonometricRecords } from './trigonometric.js';
import { unaryRecords } from './unary.js';

/** Every op that has a law, family by family. */
export const opDatabase: readonly OpRecord[] = [
  ...unaryRecords,
  ...trigonometricRecords,
  ...activationRecords,
  ...stepFunctionRecords,
  ...binaryRecords,
  ...comparisonRecords,
  ...copyRecords,
  ...creationRecords,
  ...complexRecords,
  ...matrixRecords,
  ...fusedMatrixRecords,
  ...einsumRecords,
  ...reductionRecords,
  ...cumulativeRecords,
  ...segmentRecords,
  ...segmentFunctionRecords,
  ...rankingRecords,
  ...rearrangementRecords,
  ...slicingRecords,
  ...joiningRecords,
  ...paddingRecords,
  ...spaceRecords,
  ...gatherRecords,
  ...sparseRecords,
  ...convolutionRecords,
  ...depthwiseConvolutionRecords,
  ...fusedConvolutionRecords,
  ...kerasConvolutionRecords,
  ...poolingRecords,
  ...batchNormRecords,
  ...normalizationRecords,
  ...localResponseNormalizationRecords,
  ...resizeRecords,
  ...imageRecords,
  ...dilation2dRecords,
  ...nonMaxSuppressionRecords,
  ...trainingOpRecords,
];
