/** Up to a high rate and down to a very low one, once. */
import { cast, clipByValue, div, sub, tidy } from '@tensorflow/tfjs-core';
import { checkChoice, checkFlag, checkPositive, checkRange, checkSteps } from '../check-option.js';
import { blend } from './blend.js';
import { halfCosine } from './half-cosine.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { entryOf, segmentOf } from './step-segments.js';

/** Options of `oneCycle`, with PyTorch's names and defaults; Keras has no such schedule. */
export interface OneCycleOptions {
  /** The highest rate, above 0. */
  readonly maxLearningRate: number;
  /** Steps of the cycle; at least 1. */
  readonly totalSteps: number;
  /** The share of the steps on the way up, in [0, 1]; with `threePhase` in [0, 0.5]. Default: 0.3. */
  readonly pctStart?: number;
  /** The way between two rates: half a cosine or a straight line. Default: `cos`. */
  readonly annealStrategy?: 'cos' | 'linear';
  /** The highest rate over the first, above 0. Default: 25. */
  readonly divFactor?: number;
  /** The first rate over the last, above 0. Default: 10,000. */
  readonly finalDivFactor?: number;
  /** Whether the way down stops at the first rate, after as many steps as the way up. Default: false. */
  readonly threePhase?: boolean;
}

/**
 * With N = totalSteps and p = pctStart, from max / divFactor up to max at step p N - 1 and down to max / (divFactor ·
 * finalDivFactor) at step N - 1, where it stays. In three phases it is back at max / divFactor at step 2 p N - 2 and
 * goes on down from there.
 *
 * PyTorch's OneCycleLR, which fails after the last step; the momentum it may change too is left alone. Optax's
 * `cosine_onecycle_schedule` ends at step N and is at the top at ⌊p N⌋.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Smith, Topin: "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates" (2017)
 * @example
 * import { adamw, oneCycle } from '@isograd/optimizers';
 * const optimizer = adamw({ learningRate: oneCycle({ maxLearningRate: 0.01, totalSteps: 5000 }) });
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { maxLearningRate, totalSteps, pctStart = 0.3, annealStrategy = 'cos' } = options;
  const { divFactor = 25, finalDivFactor = 1e4, threePhase = false } = options;
  const name = 'oneCycle';
  checkPositive(name, 'maxLearningRate', maxLearningRate);
  checkSteps(name, 'totalSteps', totalSteps, 1);
  checkFlag(name, 'threePhase', threePhase);
  checkRange(name, 'pctStart', pctStart, { min: 0, max: threePhase ? 0.5 : 1 });
  checkChoice(name, 'annealStrategy', annealStrategy, ['cos', 'linear']);
  checkPositive(name, 'divFactor', divFactor);
  checkPositive(name, 'finalDivFactor', finalDivFactor);

  const first = maxLearningRate / divFactor;
  const wayUp = pctStart * totalSteps;
  const ends = [wayUp - 1, ...(threePhase ? [2 * wayUp - 2] : []), totalSteps - 1];
  const rates = [first, maxLearningRate, ...(threePhase ? [first] : []), first / finalDivFactor];
  const phases = ends.map((end, phase) => ({
    firstStep: Math.floor(ends[phase - 1] ?? -1) + 1,
    end,
    length: end - (ends[phase - 1] ?? 0) || 1, // one of no length is at its end
    from: rates[phase] as number,
    to: rates[phase + 1] as number,
  }));

  const starts = phases.slice(1).map(({ firstStep }) => firstStep);
  const tableOf = (field: 'end' | 'length' | 'from' | 'to'): number[] => phases.map((phase) => phase[field]);

  const config = { name, maxLearningRate, totalSteps, pctStart, annealStrategy, divFactor, finalDivFactor, threePhase };
  return defineSchedule(config, (count) =>
    tidy(() => {
      const phase = segmentOf(count, starts);
      const stepsLeft = sub(entryOf(tableOf('end'), phase), cast(count, 'float32'));
      const shareLeft = clipByValue(div(stepsLeft, entryOf(tableOf('length'), phase)), 0, 1);
      const share = annealStrategy === 'cos' ? halfCosine(sub(1, shareLeft)) : shareLeft;
      return blend(share, entryOf(tableOf('from'), phase), entryOf(tableOf('to'), phase));
    }),
  );
}
