/**
 * Laws of the choice of boxes that overlap little with better ones. One that overlaps by exactly the threshold is kept
 * in TensorFlow and not in tfjs: no case stands on it.
 */
import { at, type HostTensor } from './host-tensor.js';

/** `boxes` is `[boxes, 4]`: y1, x1, y2, x2, corners in any order; `scores` is `[boxes]`. */
export type BoxInputs = { readonly boxes: HostTensor; readonly scores: HostTensor };

/** In the words of the kernels. */
export interface BoxAttributes {
  readonly maxOutputSize: number;
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
}

/** A chosen box, and its score when it was chosen. */
interface Choice {
  readonly box: number;
  readonly score: number;
}

/** The boxes kept, best first, as int32 indices. */
export function nonMaxSuppression(inputs: BoxInputs, attributes: BoxAttributes): HostTensor {
  return indicesVector(choose(inputs, attributes, 0));
}

/** The boxes kept and their number; with `padToMaxOutputSize` the indices end in zeros. */
export function nonMaxSuppressionPadded(
  inputs: BoxInputs,
  attributes: BoxAttributes & { readonly padToMaxOutputSize: boolean },
): HostTensor[] {
  const choices = choose(inputs, attributes, 0);
  const indices = indicesVector(choices);
  const values = new Float64Array(attributes.padToMaxOutputSize ? attributes.maxOutputSize : choices.length);
  values.set(indices.values);
  return [
    { ...indices, shape: [values.length], values },
    { shape: [], dtype: 'int32', values: Float64Array.of(choices.length) },
  ];
}

/**
 * Soft suppression: a box loses score by exp(-IoU² / 2σ) for each box kept before it. The boxes kept, and the
 * scores they were kept with.
 *
 * @see Bodla, Singh, Chellappa, Davis: "Soft-NMS" (2017)
 */
export function softNonMaxSuppression(
  inputs: BoxInputs,
  attributes: BoxAttributes & { readonly softNmsSigma: number },
): HostTensor[] {
  const choices = choose(inputs, attributes, attributes.softNmsSigma);
  const scores = Float64Array.from(choices, ({ score }) => score);
  return [indicesVector(choices), { shape: [scores.length], dtype: 'float32', values: scores }];
}

/** Takes the best box again and again, and lowers or strikes out those that overlap with it. */
function choose({ boxes, scores }: BoxInputs, attributes: BoxAttributes, softNmsSigma: number): Choice[] {
  const { maxOutputSize, iouThreshold, scoreThreshold } = attributes;
  let open: Choice[] = Array.from(scores.values, (score, box) => ({ box, score }));
  const chosen: Choice[] = [];
  while (chosen.length < maxOutputSize) {
    open = open.filter(({ score }) => score > scoreThreshold);
    if (open.length === 0) break;
    const best = open.reduce((winner, candidate) => (candidate.score > winner.score ? candidate : winner));
    chosen.push(best);
    open = open
      .filter(({ box }) => box !== best.box)
      .map(({ box, score }) => {
        const overlap = intersectionOverUnion(boxes, box, best.box);
        const weight = softNmsSigma > 0 ? Math.exp((-0.5 * overlap ** 2) / softNmsSigma) : 1;
        return { box, score: overlap <= iouThreshold ? score * weight : Number.NEGATIVE_INFINITY };
      });
  }
  return chosen;
}

function intersectionOverUnion(boxes: HostTensor, a: number, b: number): number {
  const side = (box: number, first: 0 | 1): [number, number] => {
    const ends = [at(boxes, [box, first]), at(boxes, [box, first + 2])];
    return [Math.min(...ends), Math.max(...ends)];
  };
  const [overlapHeight, overlapWidth] = ([0, 1] as const).map((axis) => {
    const [[startOfA, endOfA], [startOfB, endOfB]] = [side(a, axis), side(b, axis)];
    return Math.max(Math.min(endOfA, endOfB) - Math.max(startOfA, startOfB), 0);
  }) as [number, number];
  const extent = (box: number, axis: 0 | 1): number => side(box, axis)[1] - side(box, axis)[0];
  const area = (box: number): number => extent(box, 0) * extent(box, 1);
  if (area(a) <= 0 || area(b) <= 0) return 0;
  const overlap = overlapHeight * overlapWidth;
  return overlap / (area(a) + area(b) - overlap);
}

function indicesVector(choices: readonly Choice[]): HostTensor {
  return { shape: [choices.length], dtype: 'int32', values: Float64Array.from(choices, ({ box }) => box) };
}
