/**
 * Kernels with a bias and an activation: what the plain kernels compute one after the other. Upstream's call their
 * own convolution and product whatever is registered.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import {
  _FusedMatMul,
  Add,
  BatchMatMul,
  Conv2D,
  DepthwiseConv2dNative,
  Elu,
  FusedConv2D,
  FusedDepthwiseConv2D,
  getKernel,
  type KernelConfig,
  LeakyRelu,
  type NamedAttrMap,
  Prelu,
  Relu,
  Relu6,
  Sigmoid,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';

interface FusedAttributes {
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** The kernel of each activation. */
const activations: ReadonlyMap<string, string> = new Map([
  ['elu', Elu],
  ['leakyrelu', LeakyRelu],
  ['prelu', Prelu],
  ['relu', Relu],
  ['relu6', Relu6],
  ['sigmoid', Sigmoid],
]);

function fuse(kernelName: string, plainKernel: string): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
      const cpuBackend = backend as MathBackendCPU;
      const { bias, preluActivationWeights, ...operands } = inputs;
      const { activation = 'linear', leakyreluAlpha, dataFormat } = (attrs ?? {}) as FusedAttributes;
      const activationKernel = activations.get(activation);
      if (activation !== 'linear' && activationKernel === undefined) {
        throw kernelCaseMissing(kernelName, `activation "${activation}"`, ['linear', ...activations.keys()].join(', '));
      }
      const run = (name: string, tensors: object, attributes?: object): TensorInfo => {
        const kernelFunc = getKernel(name, 'cpu')?.kernelFunc;
        if (kernelFunc === undefined) throw kernelCaseMissing(kernelName, `no kernel ${name}`, 'a registered one');
        return kernelFunc({
          inputs: tensors as { [name: string]: TensorInfo },
          backend,
          attrs: attributes as NamedAttrMap,
        }) as TensorInfo;
      };
      /** The last step replaces what came before it. */
      const replace = (previous: TensorInfo, next: TensorInfo): TensorInfo => {
        cpuBackend.disposeIntermediateTensorInfo(previous);
        return next;
      };
      /** One value for each channel, in front of the spatial axes when they come last. */
      const aligned = (tensor: TensorInfo): TensorInfo =>
        dataFormat === 'NCHW' && tensor.shape.length === 1 ? { ...tensor, shape: [...tensor.shape, 1, 1] } : tensor;

      let result = run(plainKernel, operands, attrs);
      if (bias) result = replace(result, run(Add, { a: result, b: aligned(bias) }));
      if (activationKernel !== undefined) {
        const alpha = preluActivationWeights && { alpha: aligned(preluActivationWeights) };
        result = replace(result, run(activationKernel, { x: result, ...alpha }, { alpha: leakyreluAlpha }));
      }
      return result;
    },
  };
}

/** The product, convolution and depthwise convolution with a bias and an activation. */
export const fusedKernels: readonly KernelConfig[] = [
  fuse(_FusedMatMul, BatchMatMul),
  fuse(FusedConv2D, Conv2D),
  fuse(FusedDepthwiseConv2D, DepthwiseConv2dNative),
];
