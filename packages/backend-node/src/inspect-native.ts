/** What there is of the native kernels on this machine: for diagnosis. */
import { availableParallelism } from 'node:os';
import type { InstructionSet } from './native/addon.js';
import { addonFile, loadAddon } from './native/load-addon.js';

/** What was found. */
export interface NativeReport {
  /** The binary that is looked for. */
  readonly file: string;
  /** Why it cannot be used; absent when it can. */
  readonly reason?: string;
  /** Vector instructions of this processor that there are kernels for, narrowest first. */
  readonly instructionSets: readonly InstructionSet[];
  /** Cores that this program may use. */
  readonly cores: number;
}

/**
 * Looks for the binary of the native kernels and asks it what this processor has.
 *
 * @returns What was found; a binary that is missing or refused is a reason, not an error.
 * @example
 * import { inspectNative } from '@isograd/backend-node';
 * const { reason, instructionSets } = inspectNative();
 * console.log(reason ?? `native kernels for ${instructionSets.join(', ')}`);
 */
export function inspectNative(): NativeReport {
  const file = addonFile();
  const cores = availableParallelism();
  try {
    return { file, instructionSets: loadAddon(file).features().instructionSets, cores };
  } catch (error) {
    return { file, reason: error instanceof Error ? error.message : String(error), instructionSets: [], cores };
  }
}
