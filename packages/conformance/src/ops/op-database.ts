/** Every record: the list that drives the suites and the feature table. */
import { joiningRecords } from './joining.js';
import { matrixRecords } from './matrix.js';
import type { OpRecord } from './op-record.js';
import { rearrangementRecords } from './rearrangement.js';
import { slicingRecords } from './slicing.js';
import { spaceRecords } from './space.js';
import { unaryRecords } from './unary.js';

/** Every op that has a law. */
export const opDatabase: readonly OpRecord[] = [
  ...unaryRecords,
  ...matrixRecords,
  ...rearrangementRecords,
  ...slicingRecords,
  ...joiningRecords,
  ...spaceRecords,
];
