/** Matrix products with bias and activation. */
import { sizeOf } from '@isograd/core';
import { _FusedMatMul, BatchMatMul, broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../../wasm-kernel.js';
import { requireFloats } from '../require-floats.js';
import { finishRows, noEpilogue } from './epilogue.js';
import { fuse, type FusedAttributes, type FusedInputs, fuseFunctions } from './fuse.js';

interface Inputs extends FusedInputs {
  /** float32 `[..., m, k]`, or `[..., k, m]` when transposed. */
  readonly a: TensorInfo;
  /** float32 `[..., k, n]`, or `[..., n, k]` when transposed. */
  readonly b: TensorInfo;
}

interface Attributes extends FusedAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The kernel `_FusedMatMul`; the columns of the product are its channels. */
export const fusedMatMulKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: _FusedMatMul,
  functions: fuseFunctions,
  compute(runtime, { a, b, ...fused }, attributes) {
    requireFloats(_FusedMatMul, a, b);
    const { transposeA, transposeB } = attributes;
    const outShape = [
      ...broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)),
      a.shape.at(transposeA ? -1 : -2) ?? 0,
      b.shape.at(transposeB ? -2 : -1) ?? 0,
    ];
    const target = { kernelName: _FusedMatMul, outShape, isChannelsFirst: false };
    return fuse(runtime, target, fused, attributes, (epilogue) => {
      const product = runtime.call(BatchMatMul, { a, b }, { transposeA, transposeB });
      const { bias, lowest, highest } = epilogue;
      if (bias !== 0 || lowest !== noEpilogue.lowest || highest !== noEpilogue.highest) {
        const columns = outShape.at(-1) ?? 0;
        const rows = columns === 0 ? 0 : sizeOf(outShape) / columns;
        runtime.run(finishRows, { out: runtime.address(product), rows, columns, ...epilogue });
      }
      return product;
    });
  },
};
