/** Keras's option of how gates are computed, which matters for what is dropped. */
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';

/** The option. */
export interface ImplementationOptions {
  /**
   * 1: while training each gate sees other elements of the input dropped; 2: all see the same. With `recurrentDropout`
   * it is 1, as in Keras. All gates are one product in both cases. Default: 2.
   */
  readonly implementation?: 1 | 2;
}

/**
 * Reads the option.
 *
 * @param where - Name of the factory, for messages.
 * @param options - All options of the cell.
 * @throws {ValueError} LAYER_OPTION
 */
export function implementationOption(
  where: string,
  options: ImplementationOptions & { readonly recurrentDropout?: number },
): { readonly hasMaskPerGate: boolean; readonly config: LayerConfig } {
  const { implementation = 2, recurrentDropout = 0 } = options;
  if (implementation !== 1 && implementation !== 2) throw badOption(where, 'implementation', implementation, '1 or 2');
  return {
    hasMaskPerGate: implementation === 1 || recurrentDropout > 0,
    config: implementation === 2 ? {} : { implementation },
  };
}
