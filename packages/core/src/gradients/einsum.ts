/** Gradient of Einstein summation, which is linear in each tensor: again an Einstein summation. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';
import { passOn } from './gradient.js';

/** A tensor and the labels of its axes, one letter each. */
interface Term {
  readonly labels: string;
  readonly tensor: tf.Tensor;
}

/**
 * A term without the labels that nothing else has: tfjs's kernels fail where such a label is summed together with
 * one that two terms share.
 */
function sumOwnLabels({ labels, tensor }: Term, known: string): Term {
  const axes = [...labels].flatMap((label, axis) => (known.includes(label) ? [] : [axis]));
  if (axes.length === 0) return { labels, tensor };
  return { labels: [...labels].filter((label) => known.includes(label)).join(''), tensor: tf.sum(tensor, axes) };
}

/** The product of the terms, summed over every label but those of `output`. */
function contract(terms: readonly Term[], output: string): tf.Tensor {
  const summed = terms.map((term) => {
    const others = terms.filter((other) => other !== term).map(({ labels }) => labels);
    return sumOwnLabels(term, [output, ...others].join(''));
  });
  const [first, ...rest] = summed.filter(({ labels }) => labels !== '');
  const scalars = summed.filter(({ labels }) => labels === '').map(({ tensor }) => tensor);
  let product: tf.Tensor = tf.scalar(1);
  if (first !== undefined && rest.length === 0) {
    product = tf.transpose(
      first.tensor,
      [...output].map((label) => first.labels.indexOf(label)),
    );
  } else if (first !== undefined) {
    const left = [first, ...rest].map(({ labels }) => labels).join(',');
    product = tf.einsum(`${left}->${output}`, first.tensor, ...rest.map(({ tensor }) => tensor));
  }
  return scalars.reduce((total, scalar) => tf.mul(total, scalar), product);
}

/** The gradient of one term; labels that it alone has were summed, so that the gradient repeats along them. */
function gradientOfTerm({ labels, tensor }: Term, rest: readonly Term[]): tf.Tensor {
  const known = new Set(rest.flatMap((term) => [...term.labels]));
  const kept = [...labels].filter((label) => known.has(label));
  const summed = contract(rest, kept.join(''));
  if (kept.length === labels.length) return passOn(summed);
  const withOnes = tensor.shape.map((size, axis) => (known.has(labels[axis] ?? '') ? size : 1));
  return tf.broadcastTo(tf.reshape(summed, withOnes), tensor.shape);
}

/** The entry of Einsum. */
export const einsumGradients: readonly tf.GradConfig[] = [
  {
    kernelName: tf.Einsum,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const equation = String(attributes['equation']).replaceAll(' ', '');
      const [left = '', output = ''] = equation.split('->');
      const terms = left.split(',').map((labels, index): Term => ({ labels, tensor: saved[index] as tf.Tensor }));
      if (terms.some(({ labels }) => new Set(labels).size < labels.length)) {
        throw gradientMissing(tf.Einsum, `"${equation}"`, 'each label at most once in a tensor');
      }
      return Object.fromEntries(
        terms.map((term, index) => [
          index,
          () =>
            gradientOfTerm(term, [
              { labels: output, tensor: dy as tf.Tensor },
              ...terms.filter((_, other) => other !== index),
            ]),
        ]),
      );
    },
  },
];
