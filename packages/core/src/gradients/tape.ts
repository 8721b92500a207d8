/**
 * The walk along the tape, in the place of tfjs's.
 *
 * tfjs records every kernel call while a function is differentiated, and walks that tape backwards. The recording
 * stays; the walk is ours, and so is the way a tensor is saved, because tfjs's
 * - refuses complex numbers: a gradient has to be float32, and what is saved loses its imaginary part;
 * - reads `id` of optional inputs that were left out, such as the scale of batchNorm, and fails;
 * - takes the tape in the order of its nodes, where the clone of a saved output stands before the op that made the
 *   output, so that second derivatives lose a part of it in silence: every customGrad that saves its result;
 * - keeps what was saved when something fails on the way.
 *
 * The gradient of a real function at z = x + iy is ∂/∂x + i ∂/∂y, as TensorFlow and PyTorch have it.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  complexValueDifferentiated,
  gradientMissing,
  gradientNotLikeInput,
  noPathOnTape,
  notATensor,
} from '../messages.js';
import { byParts } from './gradient.js';

type Engine = ReturnType<typeof tf.engine>;
type TapeNode = Engine['state']['activeTape'][number];

/** What of the engine is used here, of which tfjs declares a part private. */
interface Recorder {
  addTapeNode(
    kernelName: string,
    inputs: tf.NamedTensorMap,
    outputs: tf.Tensor[],
    gradient: null,
    saved: tf.Tensor[],
    attributes: object,
  ): void;
  clone(x: tf.Tensor): tf.Tensor;
  saveTensorsForBackwardMode(tensors: readonly (tf.Tensor | undefined)[]): (tf.Tensor | undefined)[];
  gradients: typeof differentiate;
}

/** Tensors that belong to a node; the inputs that were left out are not among them. */
const given = (tensors: readonly (tf.Tensor | undefined | null)[]): tf.Tensor[] =>
  tensors.filter((tensor): tensor is tf.Tensor => tensor !== undefined && tensor !== null);

/** Makes tfjs's engine, which outlives `tf.engine().reset()`, walk and save as this file does. Once is enough. */
export function installTape(): void {
  const engine = tf.engine();
  const recorder: Partial<Recorder> = {
    clone(x) {
      const y = engine.runKernel<tf.Tensor>(tf.Identity, { x });
      (engine as object as Recorder).addTapeNode(tf.Identity, { x }, [y], null, [], {});
      return y;
    },
    saveTensorsForBackwardMode(tensors) {
      return tensors.map((tensor) => tensor && engine.keep((engine as object as Recorder).clone(tensor)));
    },
    gradients: differentiate,
  };
  Object.assign(engine, recorder);
}

/**
 * The value of `f` and its gradient with respect to each of `xs`: what tf.grad and its kin call.
 *
 * @param dy - Gradient of the value. Default: ones.
 * @param allowNoGradients - Whether `f` may be independent of all `xs`. Default: false.
 * @returns Gradients in the order of `xs`; undefined where `f` does not depend on one.
 */
function differentiate<T extends tf.Tensor>(
  f: () => T,
  xs: tf.Tensor[],
  dy?: T | null,
  allowNoGradients = false,
): { value: T; grads: tf.Tensor[] } {
  const engine = tf.engine();
  const { activeTape: outer, gradientDepth: depth } = engine.state;
  if (depth === 0) engine.state.activeTape = []; // also within a gradient, whose own tape comes back afterwards
  try {
    const value = record(f);
    const nodes = pathsBetween(inOrder(engine.state.activeTape), xs, value);
    if (!allowNoGradients && nodes.length === 0) throw noPathOnTape();
    return engine.tidy('backward', () => {
      const gradients = new Map([[value.id, dy ?? onesLike(value)]]);
      for (const node of nodes) propagate(node, gradients);
      return { value, grads: xs.map(({ id }) => gradients.get(id) as tf.Tensor) };
    });
  } finally {
    if (depth === 0) {
      for (const { saved } of engine.state.activeTape) for (const tensor of given(saved ?? [])) tensor.dispose();
      engine.state.activeTape = outer;
    }
  }
}

/** Runs `f` with the tape on. */
function record<T extends tf.Tensor>(f: () => T): T {
  const engine = tf.engine();
  engine.state.gradientDepth++;
  try {
    const value = engine.tidy('forward', f);
    if (!(value instanceof tf.Tensor)) throw notATensor(value);
    return value;
  } finally {
    engine.state.gradientDepth--;
  }
}

/** The tape with each node after those that made its inputs: a saved output is cloned before its op is recorded. */
function inOrder(tape: readonly TapeNode[]): TapeNode[] {
  const makers = new Map<number, number>();
  tape.forEach((node, index) => {
    for (const { id } of node.outputs) if (!makers.has(id)) makers.set(id, index);
  });
  const waiting = new Map<number, TapeNode[]>();
  return tape.flatMap((node, index) => {
    const maker = Math.max(...given(Object.values(node.inputs)).map(({ id }) => makers.get(id) ?? -1));
    if (maker > index) {
      waiting.set(maker, [...(waiting.get(maker) ?? []), node]);
      return [];
    }
    return [node, ...(waiting.get(index) ?? [])];
  });
}

/** The nodes on a path from any of `xs` to `y`, the last one first, each with the inputs that depend on `xs`. */
function pathsBetween(tape: readonly TapeNode[], xs: readonly tf.Tensor[], y: tf.Tensor): TapeNode[] {
  const fromX = new Set(xs.map(({ id }) => id));
  const reached: TapeNode[] = [];
  for (const node of tape) {
    const inputs = Object.fromEntries(Object.entries(node.inputs).filter(([, input]) => input && fromX.has(input.id)));
    if (Object.keys(inputs).length === 0) continue;
    reached.push({ ...node, inputs });
    for (const { id } of node.outputs) fromX.add(id);
  }
  const toY = new Set([y.id]);
  return reached.toReversed().filter((node) => {
    const leads = node.outputs.some(({ id }) => toY.has(id));
    if (leads) for (const { id } of Object.values(node.inputs)) toY.add(id);
    return leads;
  });
}

/** Adds what reaches the inputs of a node through it. */
function propagate(node: TapeNode, gradients: Map<number, tf.Tensor>): void {
  if (node.gradient === undefined) {
    throw gradientMissing(
      node.kernelName,
      `"gradient function not found for ${node.kernelName}"`,
      'an entry of the table',
    );
  }
  const engine = tf.engine();
  const inputGradients = node.gradient(node.outputs.map((output) => gradients.get(output.id) ?? zerosLike(output)));
  for (const [name, input] of Object.entries(node.inputs)) {
    const gradientOf = inputGradients[name];
    if (gradientOf === undefined) throw gradientMissing(node.kernelName, `input ${name}`, 'inputs that have one');
    const gradient = engine.tidy(() => asGradientOf(input, gradientOf()));
    const isNumber = gradient.dtype === 'float32' || gradient.dtype === 'complex64';
    if (!isNumber || !tf.util.arraysEqual(gradient.shape, input.shape)) {
      throw gradientNotLikeInput(node.kernelName, name, gradient, input.shape);
    }
    const others = gradients.get(input.id);
    gradients.set(input.id, others === undefined ? gradient : byParts(tf.add, others, gradient));
    others?.dispose();
  }
}

/** A real input has no use for the imaginary part of a gradient; to a complex one, a real gradient brings none. */
function asGradientOf(input: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  if (input.dtype === 'complex64' && gradient.dtype === 'float32')
    return tf.complex(gradient, tf.fill(gradient.shape, 0));
  return input.dtype !== 'complex64' && gradient.dtype === 'complex64' ? tf.real(gradient) : gradient;
}

/** The gradient of an output that does not matter. */
function zerosLike(output: tf.Tensor): tf.Tensor {
  const zeros = tf.fill(output.shape, 0);
  return output.dtype === 'complex64' ? tf.complex(zeros, zeros) : zeros;
}

/** The gradient of the sum of a value with respect to the value. */
function onesLike(value: tf.Tensor): tf.Tensor {
  if (value.dtype === 'complex64') throw complexValueDifferentiated();
  return tf.fill(value.shape, 1);
}
