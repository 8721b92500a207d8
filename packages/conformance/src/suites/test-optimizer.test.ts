/** The optimizer suite finds what is wrong: a right one passes, and each fault is reported by the check that it is for. */
import { setLogger, ShapeError, treeLeaves, treeMap, ValueError, warnOnce } from '@isograd/core';
import { jit } from '@isograd/jit';
import { describeBackends, platformBackends } from '@isograd/testing';
import {
  add,
  clone,
  engine,
  type Tensor,
  isNaN as isNaNTensor,
  keep,
  mul,
  neg,
  scalar,
  stack,
  sub,
  sum,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import type { OptimizerCase, TensorTree, TestedOptimizer, TestedUpdateContext } from './optimizer-case.js';
import type { OptimizerImplementation } from './optimizer-subject.js';
import { testOptimizer } from './test-optimizer.js';

type State = { readonly trace: TensorTree };
type Update = { readonly updates: TensorTree; readonly state: TensorTree };

const details = { where: 't', received: 'r', expected: 'e', fix: 'f' };

const map = (fn: (leaf: Tensor) => Tensor, tree: TensorTree): TensorTree =>
  treeMap<Tensor, Tensor>(([leaf]) => fn(leaf), tree);

/** t ← decay · t + g; the update is -0.01 t. Faults are put in by replacing a method. */
function momentum({ decay = 0.5 }: { readonly decay?: unknown } = {}): TestedOptimizer {
  if (typeof decay !== 'number' || !(decay >= 0 && decay < 1)) {
    throw new ValueError({ ...details, code: 'OPTION', problem: 'the decay' });
  }
  return {
    name: 'momentum',
    config: { decay },
    init: (params) => {
      if (treeLeaves(params).length === 0)
        throw new ValueError({ ...details, code: 'OPTIMIZER_PARAMS', problem: 'none' });
      return {
        trace: treeMap<Tensor, Tensor>(([leaf], path) => {
          if (leaf.dtype === 'float32') return zerosLike(leaf);
          throw new ValueError({ ...details, code: 'OPTIMIZER_PARAMS', problem: path });
        }, params),
      };
    },
    update: (grads, state): Update => {
      const trace = treeMap<Tensor, Tensor>(
        ([past, gradient], path) => {
          if (past.size === gradient?.size) return add(mul(past, decay), gradient);
          throw new ShapeError({ ...details, code: 'OPTIMIZER_SHAPE', problem: path });
        },
        (state as State).trace,
        grads,
      );
      return { updates: map((leaf) => mul(leaf, -0.01), trace), state: { trace } };
    },
  };
}

/** The right one with something replaced. */
const faulty =
  (change: (right: TestedOptimizer) => Partial<TestedOptimizer>) =>
  (config?: object): TestedOptimizer => {
    const right = momentum(config);
    return { ...right, ...change(right) };
  };

/** The right one whose update is what `change` makes of it. */
const changed = (
  change: (update: Update, grads: TensorTree, params: TensorTree, context?: TestedUpdateContext) => Update,
): ((config?: object) => TestedOptimizer) =>
  faulty(({ update }) => ({
    update: (grads, state, params, context) => change(update(grads, state, params), grads, params, context),
  }));

/** The names of the checks that fail. */
async function failuresOf(
  make: (config?: object) => TestedOptimizer,
  changes: Partial<OptimizerCase> = {},
  implementation: Partial<OptimizerImplementation> = {},
): Promise<string[]> {
  const { failures } = await testOptimizer(
    { name: 'momentum', make: () => make(), ...changes },
    { read: ({ config }) => make(config), jit, ...implementation },
  );
  return [...new Set(failures.map((failure) => failure.slice(0, failure.indexOf(':'))))];
}

describeBackends('the optimizer suite', (backend) => {
  const leaked: Tensor[] = [];
  const leak = (value: Tensor): Tensor => {
    leaked.push(keep(clone(value)));
    return value;
  };
  afterEach(() => {
    for (const tensor of leaked.splice(0)) tensor.dispose();
  });
  const otherBackends = platformBackends().filter(({ name }) => name !== backend);

  it('lets a right optimizer pass', async () => {
    expect(await failuresOf(momentum, {}, { otherBackends })).toEqual([]);
  });

  it('lets one pass that scales the loss, and one that looks at other parameters', async () => {
    const scaled = faulty(({ update }) => ({
      scaleLoss: (loss) => mul(loss, 8),
      update: (grads, state, params) =>
        update(
          map((leaf) => mul(leaf, 1 / 8), grads),
          state,
          params,
        ),
    }));
    expect(await failuresOf(scaled)).toEqual([]);
    const asking = (field: 'loss' | 'evaluate') =>
      changed((update, _grads, params, context) => {
        const asked = context?.[field];
        if (asked === undefined) throw new ValueError({ ...details, code: 'UPDATE_CONTEXT', problem: field });
        return typeof asked === 'function'
          ? { ...update, updates: map((leaf) => mul(leaf, -0.01), asked(params).grads) }
          : update;
      });
    expect(await failuresOf(asking('loss'), { needs: 'loss' })).toEqual([]);
    expect(await failuresOf(asking('evaluate'), { needs: 'evaluate', hidesNaN: 'it looks for itself' })).toEqual([]);
  });

  it('finds steps that fail', async () => {
    expect(await failuresOf(changed((update) => ({ ...update, updates: [] })))).toEqual(['steps']);
  });

  it('finds a state that holds parameters, numbers or less than init makes', async () => {
    const stateOf = (init: (params: TensorTree) => TensorTree) =>
      failuresOf(faulty((right) => ({ init: (params) => Object.assign({}, right.init(params), init(params)) })));
    expect(await stateOf((params) => ({ params }))).toContain('state');
    expect(await stateOf(() => ({ number: 1 as never }))).toContain('steps');
    expect(
      await stateOf((params) => {
        map(neg, params);
        return {};
      }),
    ).toEqual(['state']);
  });

  it('finds updates and states that change their form', async () => {
    const summed = changed((update) => ({ ...update, updates: map((leaf) => sum(leaf), update.updates) }));
    expect(await failuresOf(summed)).toContain('updates');
    const growing = changed((update) => ({ ...update, state: { ...(update.state as State), count: scalar(1) } }));
    expect(await failuresOf(growing)).toEqual(expect.arrayContaining(['updates', 'program']));
  });

  it('finds a training that goes uphill, or nowhere', async () => {
    const uphill = changed((update) => ({ ...update, updates: map(neg, update.updates) }));
    expect(await failuresOf(uphill)).toEqual(['training']);
    const infinite = changed((update) => ({ ...update, updates: map((leaf) => mul(leaf, 1e30), update.updates) }));
    expect(await failuresOf(infinite)).toContain('training');
  });

  it('finds tensors that are left behind', async () => {
    const leaking = changed((update) => ({ ...update, updates: map(leak, update.updates) }));
    expect(await failuresOf(leaking)).toEqual(['training', 'memory']);
  });

  it('finds evaluation parameters that are none', async () => {
    expect(await failuresOf(faulty(() => ({ evaluationParams: (params) => [params] })))).toContain('training');
    expect(
      await failuresOf(faulty(() => ({ evaluationParams: (params) => map((leaf) => mul(leaf, 9), params) }))),
    ).toEqual(['training']);
  });

  it('finds what moves at zero gradients, and a reason that is none', async () => {
    const decaying = changed((update, _grads, params) => ({
      ...update,
      updates: treeMap<Tensor, Tensor>(([a, b]) => sub(a, mul(b as Tensor, 0.001)), update.updates, params),
    }));
    expect(await failuresOf(decaying)).toEqual(['training', 'zero gradients']);
    expect(await failuresOf(decaying, { movesAtZeroGradient: 'weights decay' })).toEqual([]);
    expect(await failuresOf(momentum, { movesAtZeroGradient: 'weights decay' })).toEqual(['zero gradients']);
  });

  it('finds NaN that is hidden, and NaN that spreads', async () => {
    const hiding = changed((update) => ({
      ...update,
      updates: map((leaf) => where(isNaNTensor(leaf), zerosLike(leaf), leaf), update.updates),
    }));
    expect(await failuresOf(hiding)).toEqual(['NaN']);
    expect(await failuresOf(hiding, { hidesNaN: 'for a test' })).toEqual([]);
    expect(await failuresOf(momentum, { hidesNaN: 'for a test' })).toEqual(['NaN']);
    const spreading = changed((update, grads) => {
      const total = mul(sum(stack(treeLeaves<Tensor>(grads).map((leaf) => sum(leaf)))), 0);
      return { ...update, updates: map((leaf) => add(leaf, total), update.updates) };
    });
    const sums = 'gradients';
    expect(await failuresOf(spreading, { sums })).toEqual(['NaN']);
    expect(await failuresOf(spreading, { sums, isGlobal: true })).toEqual([]);
    expect(await failuresOf(momentum, { isGlobal: true })).toEqual(['NaN']);
  });

  it('finds a case that says that it draws numbers, and draws none', async () => {
    expect(await failuresOf(momentum, { isRandom: true })).toEqual(['randomness']);
  });

  it('finds numbers that no seed fixes', async () => {
    let draws = 0;
    const random = changed((update) => ({
      ...update,
      updates: map((leaf) => mul(leaf, 1 / ++draws), update.updates),
    }));
    expect(await failuresOf(random)).toEqual(
      expect.arrayContaining(['determinism', 'saved state', 'program', 'config']),
    );
  });

  it('finds what is remembered beside the state', async () => {
    const remembering = faulty(({ update }) => {
      let count = 0;
      return {
        update: (...given) => {
          const result = update(...given);
          count++;
          return { ...result, updates: map((leaf) => mul(leaf, 1 / count), result.updates) };
        },
      };
    });
    expect(await failuresOf(remembering)).toEqual(['saved state', 'program']);
  });

  it('finds an update that disposes what it is given', async () => {
    const disposing = changed((update, grads) => {
      for (const leaf of treeLeaves<Tensor>(grads)) leaf.dispose();
      return update;
    });
    expect(await failuresOf(disposing)).toContain('inputs');
  });

  it('finds reads, which no program can hold', async () => {
    const reading = changed((update, grads) => {
      const isZero = treeLeaves<Tensor>(grads)[0]?.dataSync()[0] === 0;
      return isZero ? update : { ...update, updates: map((leaf) => mul(leaf, 2), update.updates) };
    });
    expect(await failuresOf(reading)).toEqual(['kernels', 'program']);
  });

  it('finds a context that a case does not name, and one that nobody needs', async () => {
    const asking = changed((update, _grads, _params, context) => {
      if (context !== undefined) return update;
      throw new ValueError({ ...details, code: 'UPDATE_CONTEXT', problem: 'loss' });
    });
    expect(await failuresOf(asking)).toEqual(['context']);
    expect(await failuresOf(momentum, { needs: 'loss' })).toEqual(['context']);
  });

  it('finds a program that computes something else', async () => {
    const wrong: OptimizerImplementation['jit'] = (fn) => jit((input) => map((leaf) => add(leaf, 0.5), fn(input)));
    expect(await failuresOf(momentum, {}, { jit: wrong })).toEqual(['program']);
    expect(await failuresOf(momentum, { sums: 'nothing' }, { jit: wrong })).toEqual(['program']);
  });

  it('finds a training that goes on otherwise on another backend', async () => {
    const bound = changed((update) => ({
      ...update,
      updates: map((leaf) => mul(leaf, engine().backendName === backend ? 1 : 2), update.updates),
    }));
    expect(await failuresOf(bound, {}, { otherBackends })).toEqual(['other backends']);
  });

  it('finds mistakes that nobody notices, or that end in an error of JavaScript', async () => {
    const careless = faulty(({ init }) => ({ init: (params) => init(map((leaf) => mul(leaf, 1), params)) }));
    expect(await failuresOf(careless)).toContain('mistakes');
    const broadcasting = faulty(() => ({
      update: (grads, state): Update => ({
        updates: treeMap<Tensor, Tensor>(
          ([past, g]) => mul(add(past, g as Tensor), -0.01),
          (state as State).trace,
          grads,
        ),
        state,
      }),
    }));
    expect(await failuresOf(broadcasting)).toEqual(['mistakes']);
  });

  it('finds a config that forgets an option, and options that nobody checks', async () => {
    const forgetful = (config?: object): TestedOptimizer => ({ ...momentum(config ?? { decay: 0.25 }), config: {} });
    expect(await failuresOf(forgetful)).toEqual(['config']);
    const careless = (config: { readonly decay?: unknown } = {}): TestedOptimizer => {
      (config.decay as number | undefined)?.toFixed();
      return momentum(config);
    };
    expect(await failuresOf(careless)).toEqual(['hostile configs']);
    expect(await failuresOf(momentum, { isSerializable: false })).toEqual(['config']);
  });

  it('finds warnings', async () => {
    const logger = setLogger(() => {});
    const warning = faulty(() => {
      warnOnce(`OPTIMIZER_SUITE ${backend}`, 'something is slow.');
      return {};
    });
    expect(await failuresOf(warning)).toEqual(['warning']);
    setLogger(logger);
  });
});
