/**
 * The functions by which threads share a job: in the kernel module `shareJob` for the caller and `serve` for workers;
 * in a program `share` for the caller, and `runPart`, by which workers run a part of it.
 */
import type { Expression, Local, Operand } from '../assembler/expression.js';
import type { Callable, FunctionBuilder } from '../assembler/function-builder.js';
import type { ModuleBuilder } from '../assembler/module-builder.js';
import { atomic, f32, i32, select } from '../assembler/operators.js';
import type { ParallelFunction } from '../wasm-function.js';
import { closed, jobSteps, jobWord } from './job-block.js';

/** A parallel function and its place in the module. */
export interface DefinedParallelFunction {
  readonly fn: ParallelFunction;
  readonly callable: Callable;
}

/** Names under which the module exports the two functions. */
export const jobFunctionNames = { shareJob: 'shareJob', serve: 'serve', runPart: 'runPart' } as const;

/** What the kernel module imports: what runs a part of a program, which is compiled when it is first met. */
export const programImport = { module: 'programs', name: 'runPart' } as const;

/** What a program imports beside memory when it shares its work: what waits for workers. */
export const awaitImport = { module: 'jobs', name: 'awaitWorkers' } as const;

/** Declares the import of the kernel module; it comes before all functions of the module. */
export function importProgramRunner(module: ModuleBuilder): Callable {
  return module.importFunction(programImport.module, programImport.name, ['i32', 'i32', 'i32', 'i32', 'i32']);
}

/**
 * Looks at the bell before a worker goes to sleep: some two milliseconds, more than the pause between two steps of a
 * training. To wake a worker takes longer than many a kernel.
 */
const looksBeforeSleep = 1_000_000;
/** Looks at the workers before the caller waits in JavaScript: as long, since to be woken takes as long. */
const looksBeforeWait = 1_000_000;

/**
 * Defines both over the job block at `block`. A task is the index of a function in `functions`, for one call that is
 * divided; or that index plus their number, for many calls.
 *
 * @param runProgram - Imported as `programImport`.
 */
export function defineJobFunctions(
  module: ModuleBuilder,
  block: number,
  functions: readonly DefinedParallelFunction[],
  runProgram: Callable,
): void {
  const divided = functions.map((defined) => defineDivided(module, block, defined));
  const repeated = functions.map((defined) => defineRepeated(module, block, defined));
  const tasks = [...divided, ...repeated];
  const runOwn = (f: FunctionBuilder, begin: Local<'i32'>, end: Local<'i32'>): void =>
    runTask(f, block, tasks, begin, end);
  const takeOwn = defineTakeParts(module, 'takeParts', block, runOwn);
  const takeAny = defineTakeParts(module, 'takeAnyParts', block, (f, begin, end) => {
    const word = (offset: number): Expression<'i32'> => i32.load(block, offset);
    f.if(
      word(jobWord.program),
      () => f.call(runProgram, word(jobWord.program), word(jobWord.code), word(jobWord.codeBytes), begin, end),
      () => runOwn(f, begin, end),
    );
  });
  const { working } = jobWord;

  module.define(jobFunctionNames.shareJob, {}, (f) => {
    f.store('i32.store', block, 0, jobWord.program);
    writeShare(f, block, takeOwn);
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
        f.call(takeAny);
        f.if(i32.eq(atomic.add(block, -1, working), 1), () => f.drop(atomic.notify(block, 1, working)));
      },
      i32.eqz(0), // for ever
    );
  });
}

/** Opens the job that is written, takes parts of it, closes it, and looks for a while whether workers are done. */
function writeShare(f: FunctionBuilder, block: number, takeParts: Callable): void {
  f.store('i32.atomic.store', block, 0, jobWord.nextPart);
  f.drop(atomic.add(block, 1, jobWord.bell));
  f.if(atomic.load(block, jobWord.sleeping), () => {
    f.drop(atomic.notify(block, i32.sub(i32.load(block, jobWord.parts), 1), jobWord.bell));
  });
  f.call(takeParts);
  f.store('i32.atomic.store', block, closed, jobWord.nextPart);
  lookWhile(f, looksBeforeWait, () => i32.ne(atomic.load(block, jobWord.working), 0));
}

/** Writes the code of a part of a task: on its units from `begin` to `end`. */
export type WritePart = (f: FunctionBuilder, begin: Local<'i32'>, end: Local<'i32'>) => void;

/** Runs a task of a program in parts of `units`. */
export type ShareTask = (f: FunctionBuilder, task: number, count: number, unitsPerPart: number) => void;

/**
 * Defines `runPart` of a program over the job block, and returns what shares its tasks.
 *
 * @param awaitWorkers - Imported: waits in JavaScript for workers that take longer than this thread looks.
 * @param code - Addresses of words that hold the address and the size of the program's binary.
 */
export function defineProgramJobs(
  module: ModuleBuilder,
  block: number,
  program: number,
  code: number,
  awaitWorkers: Callable,
  tasks: readonly WritePart[],
): ShareTask {
  const parts = tasks.map((write, index) =>
    module.define(`part of task ${index}`, range, (f, { begin, end }) => write(f, begin, end)),
  );
  const runPart: WritePart = (f, begin, end) => runTask(f, block, parts, begin, end);
  module.define(jobFunctionNames.runPart, range, (f, { begin, end }) => runPart(f, begin, end));
  const takeParts = defineTakeParts(module, 'takeParts', block, runPart);
  const share = module.define(
    'share',
    { task: 'i32', parts: 'i32', count: 'i32', unitsPerPart: 'i32' },
    (f, { task, parts: partCount, count, unitsPerPart }) => {
      const store = (value: Operand<'i32'>, word: number): void => f.store('i32.store', block, value, word);
      store(program, jobWord.program);
      store(i32.load(code), jobWord.code);
      store(i32.load(code, 4), jobWord.codeBytes);
      store(task, jobWord.task);
      store(partCount, jobWord.parts);
      store(count, jobWord.count);
      store(unitsPerPart, jobWord.unitsPerPart);
      writeShare(f, block, takeParts);
      f.if(atomic.load(block, jobWord.working), () => f.call(awaitWorkers));
    },
  );
  return (f, task, count, unitsPerPart) => f.call(share, task, Math.ceil(count / unitsPerPart), count, unitsPerPart);
}

/** Turns as long as `condition` holds, `looks` times at most. */
function lookWhile(f: FunctionBuilder, looks: number, condition: () => Expression<'i32'>): void {
  const left = f.local('i32', looks);
  f.doWhile(() => f.increase(left, -1), i32.and(condition(), i32.ne(left, 0)));
}

/** Takes parts of the present job until none is left. */
function defineTakeParts(module: ModuleBuilder, name: string, block: number, runPart: WritePart): Callable {
  return module.define(name, {}, (f) => {
    const part = f.local('i32');
    const begin = f.local('i32');
    const end = f.local('i32');
    const take = (): void => f.set(part, atomic.add(block, 1, jobWord.nextPart));
    take();
    f.while(i32.lt_u(part, i32.load(block, jobWord.parts)), () => {
      const count = i32.load(block, jobWord.count);
      f.set(begin, i32.mul(part, i32.load(block, jobWord.unitsPerPart)));
      f.set(end, i32.add(begin, i32.load(block, jobWord.unitsPerPart)));
      f.set(end, select('i32', i32.lt_u(end, count), end, count));
      runPart(f, begin, end);
      take();
    });
  });
}

/** Runs units of the task that the job names. */
function runTask(
  f: FunctionBuilder,
  block: number,
  tasks: readonly Callable[],
  begin: Local<'i32'>,
  end: Local<'i32'>,
): void {
  const task = f.local('i32', i32.load(block, jobWord.task));
  tasks.forEach((callable, index) => f.if(i32.eq(task, index), () => f.call(callable, begin, end)));
}

const range = { begin: 'i32', end: 'i32' } as const;

/** Calls the function once, on its units from `begin` to `end`. */
function defineDivided(module: ModuleBuilder, block: number, { fn, callable }: DefinedParallelFunction): Callable {
  return module.define(`${fn.name} divided`, range, (f, { begin, end }) => {
    const values = loadValues(f, block, fn);
    const byName = Object.fromEntries(values.map(({ name, local }) => [name, local])) as Record<string, Local<'i32'>>;
    const steps = fn.division.advance(byName);
    for (const { name, local } of values) {
      const step = steps[name];
      if (local.type === 'i32' && step !== undefined) f.increase(local, i32.mul(begin, step));
      if (local.type === 'i32' && name === fn.division.count) f.set(local, i32.sub(end, begin));
    }
    f.call(callable, ...values.map(({ local }) => local));
  });
}

/** Makes the calls from `begin` to `end`, each with values that have grown by the steps of the job. */
function defineRepeated(module: ModuleBuilder, block: number, { fn, callable }: DefinedParallelFunction): Callable {
  return module.define(`${fn.name} repeated`, range, (f, { begin, end }) => {
    const values = loadValues(f, block, fn);
    const advance = (calls?: Local<'i32'>): void =>
      values.forEach(({ local }, index) => {
        const step = i32.load(block, jobSteps + 4 * index);
        if (local.type === 'i32') f.increase(local, calls === undefined ? step : i32.mul(calls, step));
      });
    advance(begin);
    f.repeat(i32.sub(end, begin), () => {
      f.call(callable, ...values.map(({ local }) => local));
      advance();
    });
  });
}

/** The values of the job as variables, in the order of the parameters. */
function loadValues(
  f: FunctionBuilder,
  block: number,
  { parameters }: ParallelFunction,
): { readonly name: string; readonly local: Local<'i32'> | Local<'f32'> }[] {
  return Object.entries(parameters).map(([name, type], index) => {
    const offset = jobWord.values + 4 * index;
    const local = type === 'f32' ? f.local('f32', f32.load(block, offset)) : f.local('i32', i32.load(block, offset));
    return { name, local };
  });
}
