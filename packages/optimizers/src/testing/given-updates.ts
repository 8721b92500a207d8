/** What a transformation makes of the gradients of a fixture, at parameters that stay, as in those of Optax. */
import { type FixtureCase, toTensor } from '@isograd/testing';
import { type Tensor, tidy, unstack } from '@tensorflow/tfjs-core';
import type { GradientTransformation } from '../gradient-transformation.js';
import type { Params, Recorded } from './fixture-runs.js';

/** Feeds `inputs.g_name[t]` to a transformation of the parameters `inputs.name`, and records its updates by name. */
export function updatesOf(part: GradientTransformation, { inputs }: Pick<FixtureCase, 'inputs'>): Recorded {
  const names = Object.keys(inputs).filter((name) => !name.startsWith('g_'));
  const recorded: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  tidy(() => {
    const params: Params = Object.fromEntries(names.map((name) => [name, toTensor(inputs[name])]));
    const grads = Object.fromEntries(names.map((name) => [name, unstack(toTensor(inputs[`g_${name}`]))]));
    const steps = grads[names[0] as string]?.length ?? 0;
    let state = part.init(params);
    for (let step = 0; step < steps; step++) {
      const given = Object.fromEntries(names.map((name) => [name, grads[name]?.[step] as Tensor]));
      const next = part.update(given, state, params);
      state = next.state;
      for (const name of names) recorded[name]?.push(...((next.updates as Params)[name] as Tensor).dataSync());
    }
  });
  return recorded;
}
