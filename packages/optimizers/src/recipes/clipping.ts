/** The clipping options that every recipe accepts, as in Keras. */
import { clipConflict } from '../messages.js';
import type { NamedParts } from '../transforms/chain.js';
import { clipByGlobalNorm } from '../transforms/clip-by-global-norm.js';
import { clipByNorm } from '../transforms/clip-by-norm.js';
import { clipByValue } from '../transforms/clip-by-value.js';

/** Clips gradients before anything else is done with them. At most one of the three. */
export interface ClippingOptions {
  /** Largest norm of each gradient. */
  readonly clipNorm?: number | undefined;
  /** Largest magnitude of an element. */
  readonly clipValue?: number | undefined;
  /** Largest norm of all gradients as one vector. */
  readonly globalClipNorm?: number | undefined;
}

/**
 * The part `clip`, or none.
 *
 * @throws {ValueError} CLIP_CONFLICT, OPTIMIZER_OPTION
 */
export function clipping(where: string, { clipNorm, clipValue, globalClipNorm }: ClippingOptions): NamedParts {
  const chosen = Object.entries({ clipNorm, clipValue, globalClipNorm }).filter(([, limit]) => limit !== undefined);
  if (chosen.length > 1)
    throw clipConflict(
      where,
      chosen.map(([option]) => option),
    );
  if (clipNorm !== undefined) return { clip: clipByNorm(clipNorm) };
  if (clipValue !== undefined) return { clip: clipByValue(clipValue) };
  if (globalClipNorm !== undefined) return { clip: clipByGlobalNorm(globalClipNorm) };
  return {};
}
