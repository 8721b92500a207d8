/** Products of matrices in batches, in all four transposed forms, with bias and activation. */
import type { CoprocessorRuntime } from '@isograd/backend-wasm/internals';
import { matrixGeometry, sizeOf, type Transposition } from '@isograd/core';
import { _FusedMatMul, BatchMatMul, type TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeActivation } from '../native/instructions/activation.js';
import type { Place } from '../native/instructions/instruction.js';
import { matrixProductWords } from '../native/instructions/matrix-product.js';
import { activationOf, type FusedAttributes, type FusedInputs, isPerChannel } from './epilogue.js';
import { areFloats, type NativeKernel } from './native-kernel.js';

interface Inputs {
  /** float32 `[..., m, k]`, or `[..., k, m]` when transposed. */
  readonly a: TensorInfo;
  /** `[..., k, n]`, or `[..., n, k]` when transposed. */
  readonly b: TensorInfo;
}

/** The kernel `BatchMatMul`; the leading axes broadcast. */
export const batchMatMulKernel: NativeKernel<Inputs, Transposition> = {
  kernelName: BatchMatMul,
  serves: ({ a, b }) => areFloats(a, b),
  compute: (runtime, inputs, transposition) => multiply(runtime, BatchMatMul, inputs, transposition),
};

/** The kernel `_FusedMatMul`; the columns of the product are its channels. */
export const fusedMatMulKernel: NativeKernel<Inputs & FusedInputs, Transposition & FusedAttributes> = {
  kernelName: _FusedMatMul,
  serves: ({ a, b, bias }, attributes) =>
    areFloats(a, b, bias) &&
    activationOf(attributes) !== undefined &&
    isPerChannel(bias, b.shape.at(attributes.transposeB ? -2 : -1) ?? 0),
  compute: (runtime, { a, b, bias }, attributes) =>
    multiply(runtime, _FusedMatMul, { a, b }, attributes, bias, activationOf(attributes)),
};

function multiply(
  runtime: CoprocessorRuntime,
  kernelName: string,
  { a, b }: Inputs,
  { transposeA, transposeB }: Transposition,
  bias?: TensorInfo,
  activation?: NativeActivation,
): TensorInfo {
  const where = `${kernelName} of backend "node"`;
  const { m, n, k, count, aIndex, bIndex, outShape } = matrixGeometry(where, a, b, { transposeA, transposeB });
  const out = runtime.output(outShape, 'float32');
  const [aAddress, bAddress, to] = [a, b, out].map((tensor) => runtime.address(tensor)) as [number, number, number];
  const addresses = bias === undefined ? [] : [runtime.address(bias)];
  const product = { m, n, k, transposeA, transposeB, ...(activation && { activation }) };
  const instruct = (batches: number, isAShared: boolean, isBShared: boolean, operands: readonly number[]): void =>
    runtime.instruct([...operands, ...addresses], ([from, other, target, added]) =>
      matrixProductWords({
        ...product,
        batches,
        isAShared,
        isBShared,
        a: from as Place,
        b: other as Place,
        out: target as Place,
        ...(added && { bias: added, biasOf: 'columns' }),
      }),
    );
  const [aCount, bCount] = [a, b].map(({ shape }) => sizeOf(shape.slice(0, -2))) as [number, number];
  if ((aCount === count || aCount === 1) && (bCount === count || bCount === 1)) {
    instruct(count, aCount === 1, bCount === 1, [aAddress, bAddress, to]);
  } else {
    for (let index = 0; index < count; index++) {
      const [aPlace, bPlace] = [aAddress + 4 * m * k * aIndex(index), bAddress + 4 * k * n * bIndex(index)];
      instruct(1, true, true, [aPlace, bPlace, to + 4 * m * n * index]);
    }
  }
  return out;
}
