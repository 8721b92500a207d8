/** The layer suite finds what is wrong: a right layer passes, and each fault is reported by the check that it is for. */
import { type HostKey, ShapeError, stopGradient } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import {
  add,
  mul,
  scalar,
  square,
  sub,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import type { LayerCase, TestedContext, TestedLayer, TestedWeight } from './layer-case.js';
import { testLayer } from './test-layer.js';

type Shapes = Parameters<TestedLayer['computeOutputShape']>[0];

const leaked: Tensor[] = [];

/** y = factor · x², with a weight `factor`, keeping masks. Faults are put in by overriding a method. */
class Scaled implements TestedLayer {
  readonly className: string = 'Scaled';
  weights: TestedWeight[] = [];
  readonly #factor: number;

  constructor({ factor = 2 }: { readonly factor?: unknown } = {}) {
    if (typeof factor !== 'number' || !(factor > 0)) {
      throw new ShapeError({ code: 'T', where: 't', problem: 'p', received: 'r', expected: 'e', fix: 'f' });
    }
    this.#factor = factor;
  }

  get trainableWeights(): readonly TestedWeight[] {
    return this.weights.filter(({ isTrainable }) => isTrainable);
  }

  computeOutputShape([shape]: Shapes): readonly (number | null)[] {
    return shape;
  }

  ensureBuilt(_shapes: Shapes, _context: { readonly path: string; readonly key: HostKey }): void {
    const value = tidy(() => variable(scalar(this.#factor), true));
    this.weights.push({ name: 'factor', path: 'layer/factor', shape: [], isTrainable: true, variable: value });
  }

  get factor(): Variable {
    return (this.weights[0] as TestedWeight).variable;
  }

  run([x]: readonly [Tensor, ...Tensor[]], context: TestedContext): Tensor {
    const y = tidy(() => this.compute(x, context));
    const mask = context.masks.get(x);
    if (mask !== undefined) context.masks.set(y, mask);
    return y;
  }

  compute(x: Tensor, _context: TestedContext): Tensor {
    return mul(square(x), this.factor);
  }

  getConfig(): Readonly<Record<string, unknown>> {
    return { factor: this.#factor };
  }

  dispose(): void {
    for (const weight of this.weights) weight.variable.dispose();
    this.weights = [];
  }
}

const rightCase: LayerCase = {
  name: 'scaled',
  make: () => new Scaled(),
  inputs: [{ shape: [2, 3] }],
  weights: { factor: [] },
  mask: 'kept',
};

/** The failures of a layer, by name of the check. */
function failuresOf(make: (config?: object) => TestedLayer, changes: Partial<LayerCase> = {}): string[] {
  const { failures } = testLayer(
    { ...rightCase, make, ...changes },
    { read: ({ config }) => make(config), runCaptured: (fn) => fn() },
  );
  return [...new Set(failures.map((failure) => failure.slice(0, failure.indexOf(':'))))];
}

describeBackends('the layer suite', () => {
  afterEach(() => {
    for (const tensorLeft of leaked.splice(0)) tensorLeft.dispose();
  });

  it('lets a right layer pass', () => {
    expect(failuresOf((config) => new Scaled(config))).toEqual([]);
  });

  it('finds a wrong gradient', () => {
    class Detached extends Scaled {
      override compute(x: Tensor): Tensor {
        return mul(mul(x, stopGradient(x)), this.factor);
      }
    }
    expect(failuresOf((config) => new Detached(config))).toEqual(['gradients']);
  });

  it('finds a training step that goes the wrong way', () => {
    class Opposite extends Scaled {
      override compute(x: Tensor): Tensor {
        // The value is -x² · factor, its gradient that of x² · factor.
        return mul(square(x), sub(this.factor, mul(stopGradient(this.factor), 2)));
      }
    }
    expect(failuresOf((config) => new Opposite(config))).toEqual(['training step', 'gradients']);
  });

  it('finds a shape that is not what comes out', () => {
    class Wrong extends Scaled {
      override computeOutputShape(): readonly (number | null)[] {
        return [null, 4];
      }
    }
    expect(failuresOf((config) => new Wrong(config))).toEqual(['shapes']);
  });

  it('finds a config that forgets an option', () => {
    class Forgetful extends Scaled {
      override getConfig(): Readonly<Record<string, unknown>> {
        return {};
      }
    }
    expect(failuresOf((config) => new Forgetful(config ?? { factor: 3 }))).toEqual(['config']);
  });

  it('finds options and shapes that end in an error of JavaScript', () => {
    class Careless extends Scaled {
      constructor(config: { readonly factor?: unknown } = {}) {
        (config.factor as number | undefined)?.toFixed();
        super(config);
      }

      override computeOutputShape([shape]: Shapes): readonly (number | null)[] {
        (shape[1] as number).toFixed();
        return shape;
      }
    }
    expect(failuresOf((config) => new Careless(config))).toEqual(['hostile configs', 'other shapes']);
  });

  it('finds other weights than are named', () => {
    expect(failuresOf((config) => new Scaled(config), { weights: { scale: [] } })).toEqual(['weights']);
    expect(failuresOf((config) => new Scaled(config), { notTrainable: ['factor'] })).toEqual(['weights']);
  });

  it('finds a mask that is lost, and one that is kept', () => {
    class Unmasking extends Scaled {
      override run([x]: readonly [Tensor, ...Tensor[]], context: TestedContext): Tensor {
        return tidy(() => this.compute(x, context));
      }
    }
    expect(failuresOf((config) => new Unmasking(config))).toEqual(['masks']);
    expect(failuresOf((config) => new Scaled(config), { mask: 'dropped' })).toEqual(['masks']);
  });

  it('finds inference that changes weights, and modes that differ', () => {
    class Counting extends Scaled {
      override compute(x: Tensor, context: TestedContext): Tensor {
        const y = mul(square(x), this.factor);
        if (!context.training) this.factor.assign(add(this.factor, 1));
        return y;
      }
    }
    expect(failuresOf((config) => new Counting(config), { gradient: 'none' })).toContain('modes');
    expect(failuresOf((config) => new Scaled(config), { trainingDiffers: true })).toEqual(['modes']);
    expect(failuresOf((config) => new Scaled(config), { isRandom: true, trainingDiffers: false })).toEqual([
      'modes',
      'determinism',
    ]);
  });

  it('finds draws that no key fixes', () => {
    let calls = 0;
    class Random extends Scaled {
      override compute(x: Tensor, { training }: TestedContext): Tensor {
        return mul(square(x), training ? ++calls : this.factor);
      }
    }
    const found = failuresOf((config) => new Random(config), { isRandom: true, gradient: 'inference' });
    expect(found).toContain('determinism');
  });

  it('finds a program that computes something else', () => {
    const { failures } = testLayer(rightCase, {
      read: ({ config }) => new Scaled(config),
      runCaptured: (fn) => tidy(() => fn().map((output) => add(output, 1))),
    });
    expect(failures.every((failure) => failure.startsWith('program'))).toBe(true);
    expect(failures).toHaveLength(2);
  });

  it('finds tensors that are left behind', () => {
    class Leaking extends Scaled {
      override dispose(): void {
        leaked.push(...this.weights.map((weight) => weight.variable));
        this.weights = [];
      }
    }
    expect(failuresOf((config) => new Leaking(config))).toEqual(['memory']);
  });

  it('tries what a case says of its input', () => {
    const seen: number[][] = [];
    class Looking extends Scaled {
      override compute(x: Tensor): Tensor {
        seen.push(Array.from(x.dataSync()));
        return mul(tensor([1, 1]), this.factor);
      }

      override computeOutputShape(): readonly (number | null)[] {
        return [null];
      }
    }
    failuresOf((config) => new Looking(config), {
      inputs: [{ shape: [2, 3], dtype: 'int32', below: 2 }],
      mask: 'none',
    });
    expect(new Set(seen.flat())).toEqual(new Set([0, 1]));
  });
});
