/**
 * Connectionist temporal classification.
 *
 * The labels of an example are spread out to states: blank, first label, blank, second label, …, blank. A path
 * starts in one of the first two states, and with each frame stays, moves on by one, or skips a blank between two
 * different labels. α[t, s] is the log-probability of all paths to state s that explain the frames 0 to t, and the
 * loss is -log of what has come to the last label or the blank behind it when the example ends.
 */
import {
  add,
  cast,
  concat,
  equal,
  fill,
  less,
  logicalAnd,
  logicalOr,
  matMul,
  mul,
  neg,
  notEqual,
  oneHot,
  pad,
  range,
  reshape,
  scalar,
  slice,
  stack,
  sub,
  type Tensor,
  tidy,
  transpose,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import { opInputDType, opInputShape, opOption } from '../messages.js';
import { formatShape, shapesMatch } from '../shape.js';
import { logSoftmax } from './log-softmax.js';
import { logSumExp } from './log-sum-exp.js';

/** Options of `ctcLoss`. */
export interface CtcLossOptions {
  /** int32 `[batch]`: how many labels of each example count, from 0 on. Default: all. */
  readonly labelLengths?: Tensor;
  /** int32 `[batch]`: how many frames of each example count, from 1 on. Default: all. */
  readonly logitLengths?: Tensor;
  /** The class that stands for no label. Default: 0. */
  readonly blankIndex?: number;
}

/**
 * The log-probability of what cannot be: far below all others, but finite, so that differences are numbers, and
 * above -1e20, from which tfjs-webgl's Max starts.
 */
const impossible = -(2 ** 60);

/**
 * The CTC loss of each example: -log of the probability of its labels, summed over all alignments with the frames.
 *
 * An example whose labels do not fit into its frames has the loss Infinity and no gradient. Labels and logits
 * behind the lengths of an example do not matter, as long as the logits are finite.
 *
 * @param labels - int32 `[batch, labels]`, class numbers.
 * @param logits - float32 `[batch, time, classes]`, the blank among the classes.
 * @returns float32 `[batch]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { ctcLoss } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const labels = tf.tensor2d([[1, 2]], [1, 2], 'int32');
 * ctcLoss(labels, tf.zeros([1, 4, 3])).print(); // -log(15 / 3^4): 15 of 81 paths spell [1, 2]
 * @see Graves, Fernández, Gomez and Schmidhuber: "Connectionist Temporal Classification" (2006)
 */
export function ctcLoss(labels: Tensor, logits: Tensor, options: CtcLossOptions = {}): Tensor {
  const { blankIndex = 0 } = options;
  checkInputs(labels, logits, options, blankIndex);
  const [batch = 0, time = 0] = logits.shape;
  return tidy(() => {
    const labelLengths = options.labelLengths ?? fill([batch], labels.shape[1] ?? 0, 'int32');
    const logitLengths = options.logitLengths ?? fill([batch], time, 'int32');
    const alphas = stack(forward(emissions(labels, logits, blankIndex), skips(labels))); // [time, batch, states]
    const isEnd = logicalAnd(lastFrame(logitLengths, time), lastStates(labelLengths, alphas.shape[2] ?? 0));
    const ends = reshape(transpose(where(isEnd, alphas, fill(alphas.shape, impossible)), [1, 0, 2]), [batch, -1]); // [batch, time · states]
    const loss = neg(logSumExp(ends));
    const isPossible = less(loss, -impossible / 2);
    return where(isPossible, loss, fill([batch], Number.POSITIVE_INFINITY));
  });
}

/** α of each frame: `[batch, states]` each. */
function forward(emitted: Tensor, skipCost: Tensor): Tensor[] {
  const [first, ...later] = unstack(emitted) as [Tensor, ...Tensor[]];
  const states = first.shape[1] ?? 0;
  const isStart = less(range(0, states), 2);
  const alphas = [where(isStart, first, fill(first.shape, impossible))];
  for (const emission of later) {
    const alpha = alphas.at(-1) as Tensor;
    const ways = stack([alpha, moveOn(alpha, 1), add(moveOn(alpha, 2), skipCost)]);
    alphas.push(add(logSumExp(ways, 0), emission));
  }
  return alphas;
}

/** α with its states moved up, `[batch, states]`. */
function moveOn(alpha: Tensor, count: number): Tensor {
  const [batch = 0, states = 0] = alpha.shape;
  const amounts: [number, number][] = [
    [0, 0],
    [count, 0],
  ];
  return pad(slice(alpha, [0, 0], [batch, states - count]), amounts, impossible);
}

/** The log-probability of the class of each state at each frame, `[time, batch, states]`. */
function emissions(labels: Tensor, logits: Tensor, blankIndex: number): Tensor {
  const classes = logits.shape[2] ?? 0;
  const blanks = fill(labels.shape, blankIndex, 'int32');
  const stateClasses = interleave(blanks, cast(labels, 'int32')); // [batch, states]
  const isOfState = cast(oneHot(stateClasses, classes), 'float32'); // [batch, states, classes]; tfjs-wasm's OneHot writes integers whatever its dtype
  return transpose(matMul(logSoftmax(logits), isOfState, false, true), [1, 0, 2]);
}

/** What a path pays to come from two states back: 0 between two different labels, else as good as everything. */
function skips(labels: Tensor): Tensor {
  const [batch = 0, count = 0] = labels.shape;
  const isNew = notEqual(slice(labels, [0, 1], [batch, count - 1]), slice(labels, [0, 0], [batch, count - 1]));
  const maySkip = concat([fill([batch, 1], 0), cast(isNew, 'float32')], 1); // [batch, labels]
  return mul(sub(1, interleave(fill(labels.shape, 0), maySkip)), impossible); // [batch, states]
}

/** `[batch, labels]` of blanks and of labels, in the order of the states: `[batch, 2 · labels + 1]`. */
function interleave(ofBlanks: Tensor, ofLabels: Tensor): Tensor {
  const [batch = 0, count = 0] = ofLabels.shape;
  const pairs = reshape(stack([ofBlanks, ofLabels], 2), [batch, 2 * count]);
  return concat([pairs, slice(ofBlanks, [0, 0], [batch, 1])], 1);
}

/** Where the last frame of each example is: bool `[time, batch, 1]`. */
function lastFrame(logitLengths: Tensor, time: number): Tensor {
  const frames = range(1, time + 1, 1, 'int32');
  return equal(reshape(frames, [time, 1, 1]), reshape(logitLengths, [1, -1, 1]));
}

/** Where the last label of each example and the blank behind it are: bool `[1, batch, states]`. */
function lastStates(labelLengths: Tensor, states: number): Tensor {
  const all = reshape(range(0, states, 1, 'int32'), [1, 1, states]);
  const last = reshape(mul(labelLengths, scalar(2, 'int32')), [1, -1, 1]);
  return logicalOr(equal(all, last), equal(all, sub(last, scalar(1, 'int32'))));
}

function checkInputs(
  labels: Tensor,
  logits: Tensor,
  { labelLengths, logitLengths }: CtcLossOptions,
  blankIndex: number,
): void {
  const [batch = 0, time = 0, classes = 0] = logits.shape;
  if (logits.rank !== 3 || time < 1) {
    const fix = 'add the axis of batch, and give at least one frame.';
    throw opInputShape('ctcLoss', 'logits must be a batch of frames.', logits.shape, '[batch, time, classes]', fix);
  }
  if (!shapesMatch(labels.shape, [batch, null]) || labels.shape[1] === 0) {
    const expected = `[${batch}, labels] with at least one label for logits ${formatShape(logits.shape)}`;
    const fix = 'pad the labels of an example to the longest, and say how many count in labelLengths.';
    throw opInputShape('ctcLoss', 'labels must be a row for each example.', labels.shape, expected, fix);
  }
  for (const [name, lengths] of Object.entries({ labelLengths, logitLengths })) {
    if (lengths === undefined) continue;
    if (lengths.dtype !== 'int32') throw opInputDType('ctcLoss', name, lengths.dtype, 'int32');
    if (shapesMatch(lengths.shape, [batch])) continue;
    const fix = 'give one length an example.';
    throw opInputShape('ctcLoss', `${name} must count for each example.`, lengths.shape, `[${batch}]`, fix);
  }
  if (!(Number.isInteger(blankIndex) && blankIndex >= 0 && blankIndex < classes)) {
    throw opOption('ctcLoss', 'blankIndex', blankIndex, `an integer from 0 to ${classes - 1}`);
  }
}
