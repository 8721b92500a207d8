/** What products and convolutions do with their results. */
import { floatWord } from './instruction.js';

/** What is done with the results of a product, after its bias. */
export type NativeActivation =
  | { readonly kind: 'none' | 'relu' | 'relu6' | 'elu' | 'selu' | 'sigmoid' | 'tanh' | 'softplus' }
  | { readonly kind: 'leakyRelu'; readonly alpha: number };

/** Numbers of the kinds: those of native/epilogue.h. */
const activationKinds = {
  none: 0,
  relu: 1,
  relu6: 2,
  leakyRelu: 3,
  elu: 4,
  selu: 5,
  sigmoid: 6,
  tanh: 7,
  softplus: 8,
} as const;

/** Its words. */
export function activationWords(activation: NativeActivation = { kind: 'none' }): number[] {
  return [activationKinds[activation.kind], floatWord(activation.kind === 'leakyRelu' ? activation.alpha : 0)];
}
