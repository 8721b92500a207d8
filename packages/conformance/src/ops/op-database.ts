/** Every record: the list that drives the suites and the feature table. */
import { activationRecords } from './activation.js';
import { batchNormRecords } from './batch-norm.js';
import { binaryRecords } from './binary.js';
import { comparisonRecords } from './comparison.js';
import { complexRecords } from './complex.js';
import { copyRecords } from './copy.js';
import { creationRecords } from './creation.js';
import { matrixRecords } from './matrix.js';
import type { OpRecord } from './op-record.js';
import { stepFunctionRecords } from './step-functions.js';
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
];
