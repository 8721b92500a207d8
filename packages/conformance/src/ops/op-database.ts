/** Every record: the list that drives the suites and the feature table. */
import { cumulativeRecords } from './cumulative.js';
import { einsumRecords } from './einsum.js';
import { fusedMatrixRecords } from './fused-matrix.js';
import { gatherRecords } from './gather.js';
import { joiningRecords } from './joining.js';
import { matrixRecords } from './matrix.js';
import type { OpRecord } from './op-record.js';
import { paddingRecords } from './padding.js';
import { rankingRecords } from './ranking.js';
import { rearrangementRecords } from './rearrangement.js';
import { reductionRecords } from './reduction.js';
import { segmentRecords } from './segment.js';
import { slicingRecords } from './slicing.js';
import { spaceRecords } from './space.js';
import { sparseRecords } from './sparse.js';
import { unaryRecords } from './unary.js';

/** Every op that has a law. */
export const opDatabase: readonly OpRecord[] = [
  ...unaryRecords,
  ...matrixRecords,
  ...fusedMatrixRecords,
  ...einsumRecords,
  ...reductionRecords,
  ...cumulativeRecords,
  ...segmentRecords,
  ...rankingRecords,
  ...rearrangementRecords,
  ...slicingRecords,
  ...joiningRecords,
  ...paddingRecords,
  ...spaceRecords,
  ...gatherRecords,
  ...sparseRecords,
];
