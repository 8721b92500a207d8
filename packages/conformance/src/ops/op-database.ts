/** Every record: the list that drives the suites and the feature table. */
import { matrixRecords } from './matrix.js';
import type { OpRecord } from './op-record.js';
import { unaryRecords } from './unary.js';

/** Every op that has a law. */
export const opDatabase: readonly OpRecord[] = [...unaryRecords, ...matrixRecords];
