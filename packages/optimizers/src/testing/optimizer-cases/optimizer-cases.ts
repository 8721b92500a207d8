/** Every case of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { nestingCases } from './nestings.js';
import { recipeCases } from './recipes.js';
import { transformCases } from './transforms.js';
import { wrapperCases } from './wrappers.js';

/** By family; each export that makes a transformation occurs. */
export const optimizerCases: readonly OptimizerCase[] = [
  ...transformCases,
  ...recipeCases,
  ...wrapperCases,
  ...nestingCases,
];

/** The export that a case tries. */
export function exportOf({ name }: OptimizerCase): string {
  return name.split(',')[0] as string;
}
