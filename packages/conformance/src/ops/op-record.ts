/**
 * The op database: one record says what an op is and how it is tried.
 *
 * The law is the op in float64, in plain loops; the cases are where implementations go wrong (edge values, odd
 * sizes, empty tensors, high ranks); `random` draws further ones. Suites (suites/) put a record and the active
 * backend together: they run the op on tensors, and judge the results, and the gradients that the tape gives,
 * by the law.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type fc from 'fast-check';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import type { Accuracy } from './accuracy.js';

/** Inputs and attributes of one call. */
export interface OpCase<Inputs extends HostInputs = HostInputs, Attributes extends object = object> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  /** What is special about it, for reports. */
  readonly title?: string;
}

/** What the tape says of the derivative of an op with respect to its differentiable inputs. */
export type Differentiability =
  /** It has a derivative, and that has one. */
  | { readonly kind: 'smooth'; readonly inputs: readonly string[] }
  /** It is constant almost everywhere: the derivative is zero. */
  | { readonly kind: 'constant'; readonly inputs: readonly string[] }
  /** The tape refuses it by name, with UnsupportedError. */
  | { readonly kind: 'refused'; readonly inputs: readonly string[]; readonly reason: string }
  /** Nothing in or out is a real number that could be moved. */
  | { readonly kind: 'none'; readonly reason: string };

/** One op. */
export interface OpRecord<Inputs extends HostInputs = HostInputs, Attributes extends object = object> {
  /** tfjs's name of the kernel, or the name of a function of @isograd/core. */
  readonly name: string;
  /** Family of the op, a heading of the feature table. */
  readonly family: string;
  /** What the op is. Method syntax, so that records of different inputs fit in one list. */
  law(inputs: Inputs, attributes: Attributes): HostTensor | readonly HostTensor[];
  /** The op on tensors. Default: the kernel of this name, with the inputs and attributes as they are. */
  run?(inputs: { readonly [Name in keyof Inputs]: Tensor }, attributes: Attributes): Tensor | Tensor[];
  /** Whether the kernel takes its inputs as a list. Default: false. */
  readonly isVariadic?: boolean;
  /** How near a float32 result has to come. */
  readonly accuracy: Accuracy<Inputs, Attributes>;
  /** What the tape knows of it. */
  readonly gradient: Differentiability;
  /** Cases by hand. */
  readonly cases: readonly OpCase<Inputs, Attributes>[];
  /** Cases by chance. Smooth ops: each at least 1/64 from every kink, with values of the size of 1. */
  readonly random: fc.Arbitrary<OpCase<Inputs, Attributes>>;
}
