/** Activation functions without options as layers; PyTorch's names, since Keras has most of them as functions alone. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { exponential as exponentialFunction, selu as seluFunction } from '../../activations/exponential-units.js';
import {
  hardSigmoid as hardSigmoidFunction,
  sigmoid as sigmoidFunction,
  softsign as softsignFunction,
  tanh as tanhFunction,
} from '../../activations/sigmoids.js';
import {
  hardSilu,
  mish as mishFunction,
  silu as siluFunction,
  softplus as softplusFunction,
} from '../../activations/smooth-rectifiers.js';
import type { LayerOptions } from '../../layer.js';
import { ActivationLayer } from './activation-layer.js';

/** The layer behind `exponential`. */
export class Exponential extends ActivationLayer {
  readonly className: string = 'Exponential';
  protected override activate(x: Tensor): Tensor {
    return exponentialFunction(x);
  }
}

/** The layer behind `hardSigmoid`. */
export class HardSigmoid extends ActivationLayer {
  readonly className: string = 'HardSigmoid';
  protected override activate(x: Tensor): Tensor {
    return hardSigmoidFunction(x);
  }
}

/** The layer behind `hardSwish`. */
export class HardSwish extends ActivationLayer {
  readonly className: string = 'HardSwish';
  protected override activate(x: Tensor): Tensor {
    return hardSilu(x);
  }
}

/** The layer behind `mish`. */
export class Mish extends ActivationLayer {
  readonly className: string = 'Mish';
  protected override activate(x: Tensor): Tensor {
    return mishFunction(x);
  }
}

/** The layer behind `selu`. */
export class SELU extends ActivationLayer {
  readonly className: string = 'SELU';
  protected override activate(x: Tensor): Tensor {
    return seluFunction(x);
  }
}

/** The layer behind `sigmoid`. */
export class Sigmoid extends ActivationLayer {
  readonly className: string = 'Sigmoid';
  protected override activate(x: Tensor): Tensor {
    return sigmoidFunction(x);
  }
}

/** The layer behind `silu` and `swish`. */
export class SiLU extends ActivationLayer {
  readonly className: string = 'SiLU';
  protected override activate(x: Tensor): Tensor {
    return siluFunction(x);
  }
}

/** The layer behind `softplus`. */
export class Softplus extends ActivationLayer {
  readonly className: string = 'Softplus';
  protected override activate(x: Tensor): Tensor {
    return softplusFunction(x);
  }
}

/** The layer behind `softsign`. */
export class Softsign extends ActivationLayer {
  readonly className: string = 'Softsign';
  protected override activate(x: Tensor): Tensor {
    return softsignFunction(x);
  }
}

/** The layer behind `tanh`. */
export class Tanh extends ActivationLayer {
  readonly className: string = 'Tanh';
  protected override activate(x: Tensor): Tensor {
    return tanhFunction(x);
  }
}

/** The exponential: e^x; input and output float32 of any shape. */
export function exponential(options: LayerOptions = {}): Exponential {
  return new Exponential(options);
}

/** A sigmoid of straight pieces: min(max(x + 3, 0), 6) / 6; input and output float32 of any shape. */
export function hardSigmoid(options: LayerOptions = {}): HardSigmoid {
  return new HardSigmoid(options);
}

/** Silu of straight pieces: x · min(max(x + 3, 0), 6) / 6; input and output float32 of any shape. */
export function hardSwish(options: LayerOptions = {}): HardSwish {
  return new HardSwish(options);
}

/** A smooth function that dips below 0: x · tanh(log(1 + e^x)); input and output float32 of any shape. */
export function mish(options: LayerOptions = {}): Mish {
  return new Mish(options);
}

/** The scaled exponential linear unit: 1.0507 · x where x > 0, 1.7581 · (e^x - 1) elsewhere; input and output float32 of any shape. */
export function selu(options: LayerOptions = {}): SELU {
  return new SELU(options);
}

/** The logistic function: 1 / (1 + e^-x); input and output float32 of any shape. */
export function sigmoid(options: LayerOptions = {}): Sigmoid {
  return new Sigmoid(options);
}

/** The sigmoid linear unit, also called swish: x / (1 + e^-x); input and output float32 of any shape. */
export function silu(options: LayerOptions = {}): SiLU {
  return new SiLU(options);
}

/** A smooth rectifier: log(1 + e^x); input and output float32 of any shape. */
export function softplus(options: LayerOptions = {}): Softplus {
  return new Softplus(options);
}

/** A sigmoid without exponentials: x / (1 + |x|); input and output float32 of any shape. */
export function softsign(options: LayerOptions = {}): Softsign {
  return new Softsign(options);
}

/** The hyperbolic tangent: tanh x; input and output float32 of any shape. */
export function tanh(options: LayerOptions = {}): Tanh {
  return new Tanh(options);
}
