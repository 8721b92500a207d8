/** Laws of the activations that fused kernels apply to their sums. */
import { broadcastAt } from './broadcast.js';
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** tfjs's names of them. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'prelu' | 'leakyrelu';

/** What a fused kernel does with its sum: the attributes of all of them. */
export interface FusedAttributes {
  readonly activation: FusedActivation;
  readonly leakyreluAlpha?: number;
}

/** What a fused kernel adds to its sum and multiplies its negative part by: both are broadcast. */
export type FusedInputs = { readonly bias?: HostTensor; readonly preluActivationWeights?: HostTensor };

/** activation(sum + bias); NaN stays NaN. */
export function biasAndActivation(
  sum: HostTensor,
  { bias, preluActivationWeights }: FusedInputs,
  { activation, leakyreluAlpha = 0.2 }: FusedAttributes,
): HostTensor {
  return tabulate(sum.shape, (index) => {
    const x = at(sum, index) + (bias === undefined ? 0 : broadcastAt(bias, index));
    switch (activation) {
      case 'linear':
        return x;
      case 'relu':
        return Math.max(x, 0);
      case 'relu6':
        return Math.min(Math.max(x, 0), 6);
      case 'elu':
        return x < 0 ? Math.expm1(x) : x;
      case 'sigmoid':
        return 1 / (1 + Math.exp(-x));
      case 'leakyrelu':
        return x < 0 ? leakyreluAlpha * x : x;
      case 'prelu':
        return x < 0 && preluActivationWeights !== undefined ? x * broadcastAt(preluActivationWeights, index) : x;
      default:
        return activation satisfies never;
    }
  });
}
