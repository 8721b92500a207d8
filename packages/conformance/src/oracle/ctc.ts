/** Law of connectionist temporal classification. */
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** `labels` is int32 `[batch, labels]`, `logits` `[batch, time, classes]`; lengths are int32 `[batch]`. */
export type CtcInputs = {
  readonly labels: HostTensor;
  readonly logits: HostTensor;
  readonly labelLengths?: HostTensor;
  readonly logitLengths?: HostTensor;
};

/**
 * -log Σ over all paths of classes, one a frame, that spell the labels when repetitions are merged and blanks left
 * out, of the product of their probabilities: every path is looked at, so keep time and classes few.
 *
 * @see Graves, Fernández, Gomez, Schmidhuber: "Connectionist Temporal Classification" (2006), equations 2 and 3
 */
export function ctcLoss(
  { labels, logits, labelLengths, logitLengths }: CtcInputs,
  { blankIndex }: { readonly blankIndex: number },
): HostTensor {
  const [batch, time, classes] = logits.shape as [number, number, number];
  return tabulate([batch], ([sample = 0]) => {
    const frames = logitLengths?.values[sample] ?? time;
    const length = labelLengths?.values[sample] ?? (labels.shape[1] as number);
    const wanted = Array.from({ length }, (_, place) => at(labels, [sample, place]));
    let total = 0;
    for (let path = 0; path < classes ** frames; path++) {
      const spelt = Array.from({ length: frames }, (_, frame) => Math.floor(path / classes ** frame) % classes);
      if (!isSpeltBy(wanted, spelt, blankIndex)) continue;
      total += spelt.reduce((product, label, frame) => product * probability(logits, sample, frame, label), 1);
    }
    return -Math.log(total);
  });
}

function isSpeltBy(wanted: readonly number[], path: readonly number[], blank: number): boolean {
  const labels = path.filter((label, frame) => label !== blank && label !== path[frame - 1]);
  return labels.length === wanted.length && labels.every((label, place) => label === wanted[place]);
}

function probability(logits: HostTensor, sample: number, frame: number, label: number): number {
  const classes = logits.shape[2] as number;
  let total = 0;
  for (let other = 0; other < classes; other++) total += Math.exp(at(logits, [sample, frame, other]));
  return Math.exp(at(logits, [sample, frame, label])) / total;
}
