/** The functions of the kernel module by which threads share a job: `shareJob` for the caller, `serve` for workers. */
import type { Expression, Local } from '../assembler/expression.js';
import type { Callable, FunctionBuilder } from '../assembler/function-builder.js';
import type { ModuleBuilder, ParameterLocals, Parameters } from '../assembler/module-builder.js';
import { atomic, f32, i32, select } from '../assembler/operators.js';
import type { ParallelFunction } from '../wasm-function.js';
import { closed, jobWord } from './job-block.js';

/** A parallel function and its place in the module. */
export interface DefinedParallelFunction {
  readonly fn: ParallelFunction;
  readonly callable: Callable;
}

/** Names under which the module exports the two functions. */
export const jobFunctionNames = { shareJob: 'shareJob', serve: 'serve' } as const;

/** Looks at the bell before a worker goes to sleep: some tens of microseconds, the pause between two kernels. */
const looksBeforeSleep = 20_000;
/** Looks at the workers before the caller waits in JavaScript. */
const looksBeforeWait = 20_000;

/** Defines both over the job block at `block`; a job names its function by its index in `functions`. */
export function defineJobFunctions(
  module: ModuleBuilder,
  block: number,
  functions: readonly DefinedParallelFunction[],
): void {
  const parts = functions.map((defined) => definePart(module, block, defined));
  const takeParts = defineTakeParts(module, block, parts);
  const { working } = jobWord;

  module.define(jobFunctionNames.shareJob, {}, (f) => {
    f.store('i32.atomic.store', block, 0, jobWord.nextPart);
    f.drop(atomic.add(block, 1, jobWord.bell));
    f.if(atomic.load(block, jobWord.sleeping), () => {
      f.drop(atomic.notify(block, i32.sub(i32.load(block, jobWord.parts), 1), jobWord.bell));
    });
    f.call(takeParts);
    f.store('i32.atomic.store', block, closed, jobWord.nextPart);
    lookWhile(f, looksBeforeWait, () => i32.ne(atomic.load(block, working), 0));
  });

  module.define(jobFunctionNames.serve, {}, (f) => {
    const heard = f.local('i32');
    f.doWhile(
      () => {
        lookWhile(f, looksBeforeSleep, () => i32.eq(atomic.load(block, jobWord.bell), heard));
        f.if(i32.eq(atomic.load(block, jobWord.bell), heard), () => {
          f.drop(atomic.add(block, 1, jobWord.sleeping));
          f.drop(atomic.wait(block, heard, jobWord.bell));
          f.drop(atomic.add(block, -1, jobWord.sleeping));
        });
        f.set(heard, atomic.load(block, jobWord.bell));
        f.drop(atomic.add(block, 1, working));
        f.call(takeParts);
        f.if(i32.eq(atomic.add(block, -1, working), 1), () => f.drop(atomic.notify(block, 1, working)));
      },
      i32.eqz(0), // for ever
    );
  });
}

/** Turns as long as `condition` holds, `looks` times at most. */
function lookWhile(f: FunctionBuilder, looks: number, condition: () => Expression<'i32'>): void {
  const left = f.local('i32', looks);
  f.doWhile(() => f.increase(left, -1), i32.and(condition(), i32.ne(left, 0)));
}

/** Takes parts of the present job until none is left. */
function defineTakeParts(module: ModuleBuilder, block: number, parts: readonly Callable[]): Callable {
  return module.define('takeParts', {}, (f) => {
    const part = f.local('i32');
    const begin = f.local('i32');
    const end = f.local('i32');
    const fn = f.local('i32');
    const take = (): void => f.set(part, atomic.add(block, 1, jobWord.nextPart));
    take();
    f.while(i32.lt_u(part, i32.load(block, jobWord.parts)), () => {
      const count = i32.load(block, jobWord.count);
      f.set(begin, i32.mul(part, i32.load(block, jobWord.unitsPerPart)));
      f.set(end, i32.add(begin, i32.load(block, jobWord.unitsPerPart)));
      f.set(end, select('i32', i32.lt_u(end, count), end, count));
      f.set(fn, i32.load(block, jobWord.fn));
      parts.forEach((callable, index) => f.if(i32.eq(fn, index), () => f.call(callable, begin, end)));
      take();
    });
  });
}

/** Calls the function with the values of the job, moved on to the units from `begin` to `end`. */
function definePart(module: ModuleBuilder, block: number, { fn, callable }: DefinedParallelFunction): Callable {
  return module.define(`${fn.name} in parts`, { begin: 'i32', end: 'i32' }, (f, { begin, end }) => {
    const values = Object.entries(fn.parameters).map(([name, type], index): [string, Local<'i32' | 'f32'>] => {
      const offset = jobWord.values + 4 * index;
      return [name, type === 'f32' ? f.local('f32', f32.load(block, offset)) : f.local('i32', i32.load(block, offset))];
    });
    const byName = Object.fromEntries(values) as ParameterLocals<Parameters> & Record<string, Local<'i32'>>;
    for (const [name, step] of Object.entries(fn.division.advance(byName))) {
      const local = byName[name];
      if (local !== undefined && step !== undefined) f.increase(local, i32.mul(begin, step));
    }
    const count = byName[fn.division.count];
    if (count !== undefined) f.set(count, i32.sub(end, begin));
    f.call(callable, ...values.map(([, local]) => local));
  });
}
