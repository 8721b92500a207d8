/**
 * In which precision a layer computes.
 *
 * Weights are kept in float32 whatever the policy says; `compute` gives what the layer computes with. tfjs has no
 * half-precision tensors, so `mixedBfloat16` rounds inputs and weights to the 8 significant bits of bfloat16 and
 * multiplies in float32, as hardware with bfloat16 units does: what trains under it trains there.
 */
import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { unknownName } from './messages.js';

/** How tensors are prepared for the computation of a layer. */
export interface DTypePolicy {
  /** Written to configs; a policy of one's own is passed again when a model is loaded. */
  readonly name: string;
  /** Whether `compute` returns what it is given, so that it need not be called. */
  readonly isIdentity: boolean;
  /**
   * @param x - A float32 input or weight; others pass through.
   * @returns What the layer computes with, of the same shape; differentiable.
   */
  compute(x: Tensor): Tensor;
}

/** Names that stand for a policy. */
export type DTypePolicyName = 'float32' | 'mixedBfloat16';

const policies: Readonly<Record<DTypePolicyName, DTypePolicy>> = {
  float32: { name: 'float32', isIdentity: true, compute: (x) => x },
  mixedBfloat16: { name: 'mixedBfloat16', isIdentity: false, compute: roundToBfloat16 },
};

/** 2^16 + 1: keeps the upper 8 of 24 significant bits. */
const splitter = 65537;

/**
 * The nearest number of 8 significant bits, by Veltkamp's splitting: c = x · (2^16 + 1), c - (c - x). Its derivative is 1.
 *
 * @see T. J. Dekker: "A floating-point technique for extending the available precision" (1971)
 */
function roundToBfloat16(x: Tensor): Tensor {
  if (x.dtype !== 'float32') return x;
  const c = mul(x, splitter);
  return add(sub(x, c), c);
}

/**
 * The policy that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveDTypePolicy(where: string, option: DTypePolicy | DTypePolicyName): DTypePolicy {
  if (typeof option === 'object' && option !== null && typeof option.compute === 'function') return option;
  if (!Object.hasOwn(policies, option as string))
    throw unknownName(where, 'dtype policy', option, Object.keys(policies));
  return policies[option as DTypePolicyName];
}
