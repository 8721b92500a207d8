/**
 * Workers that compute parts of a kernel beside the calling thread, on the same memory.
 *
 * They run nothing but our kernel module. A job costs no message and no allocation: it is written into a block
 * of the shared memory (job-block.ts), where the workers find it.
 */
import { platform } from '#platform';
import { workerLost, workersUnavailable } from '../messages.js';
import type { ParallelFunction } from '../wasm-function.js';
import { jobSteps, jobWord } from './job-block.js';
import { jobFunctionNames } from './job-functions.js';
import type { WorkerStart } from './worker-script.js';

/** Values of a call by parameter name; what is missing is 0. */
type Values = Readonly<Record<string, number>>;

/** The threads of one backend. */
export interface Pool {
  /** Threads that compute, the calling one included. */
  readonly threads: number;
  /** Runs `fn` in parts of `unitsPerPart`, and returns when all are done. */
  run(fn: ParallelFunction, values: Values, unitsPerPart: number): void;
  /** Runs `fn` `count` times, `unitsPerPart` calls a part; its values grow by `steps` from one call to the next. */
  repeat(fn: ParallelFunction, values: Values, steps: Values, count: number, unitsPerPart: number): void;
  /** Address of the job block, over which programs share jobs of their own. */
  readonly block: number;
  /**
   * Waits for the parts that workers hold.
   *
   * @throws {BackendError} BACKEND_WORKER_LOST when one has died.
   */
  awaitWorkers(): void;
  /** @throws {BackendError} BACKEND_WORKER_LOST when a worker has died. */
  requireWhole(): void;
  /** Whether a worker has died: the pool is of no more use. */
  isBroken(): boolean;
  /** Ends the workers. */
  end(): void;
}

/** What a pool is made of. */
export interface PoolSetup extends WorkerStart {
  readonly threads: number;
  /** The kernel module on the calling thread. */
  readonly instance: WebAssembly.Instance;
  /** Address of the job block. */
  readonly block: number;
  /** The functions that jobs may name, in the order that the module knows. */
  readonly functions: readonly ParallelFunction[];
  /** Time without the end of a part, in milliseconds, after which its worker counts as dead. Default: 10,000. */
  readonly patienceMs?: number;
}

/** Longest single wait that counts towards the patience: more than that, and this thread was stopped itself. */
const longestWaitMs = 100;

/**
 * Starts the workers and waits until all are there.
 *
 * @throws {BackendError} BACKEND_WORKERS when one does not start.
 */
export async function startPool({
  threads,
  module,
  memory,
  instance,
  block,
  functions,
  patienceMs = 10_000,
}: PoolSetup): Promise<Pool> {
  let isBroken = false;
  const shareJob = instance.exports[jobFunctionNames.shareJob] as () => void;
  const words = new Int32Array(memory.buffer);
  const singles = new Float32Array(memory.buffer);
  const wordAt = (offset: number): number => (block + offset) >>> 2;
  const indices = new Map(functions.map((fn, index) => [fn, index]));
  const started = await Promise.allSettled(
    Array.from({ length: threads - 1 }, () => platform.startWorker({ module, memory }, () => (isBroken = true))),
  );
  const workers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const end = (): void => {
    for (const worker of workers) worker.end();
  };
  const failure = started.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    end();
    throw workersUnavailable(threads, failure.reason);
  }

  const giveUp = (): never => {
    isBroken = true;
    end();
    throw workerLost();
  };
  /** Waits for the parts that workers hold; each took this thread about `ownMs` at most. */
  const awaitWorkers = (ownMs: number): void => {
    const working = wordAt(jobWord.working);
    let waitedMs = 0;
    let before = performance.now();
    for (let count = Atomics.load(words, working); count > 0; count = Atomics.load(words, working)) {
      platform.pause(words, working, count, longestWaitMs);
      const now = performance.now();
      waitedMs += Math.min(now - before, longestWaitMs);
      before = now;
      if (waitedMs > patienceMs + 10 * ownMs) giveUp();
    }
  };

  const indexOf = (fn: ParallelFunction): number => indices.get(fn) ?? -1;
  const writeValues = (fn: ParallelFunction, values: Values, offset: number): void => {
    if (isBroken) giveUp();
    let to = wordAt(offset);
    for (const name in fn.parameters) {
      const holder = fn.parameters[name] === 'f32' ? singles : words;
      holder[to++] = values[name] ?? 0;
    }
  };
  const share = (task: number, count: number, unitsPerPart: number): void => {
    words[wordAt(jobWord.task)] = task;
    words[wordAt(jobWord.parts)] = Math.ceil(count / unitsPerPart);
    words[wordAt(jobWord.count)] = count;
    words[wordAt(jobWord.unitsPerPart)] = unitsPerPart;
    const before = performance.now();
    try {
      shareJob();
    } catch (trap) {
      isBroken = true; // the job is still open
      throw trap;
    }
    if (Atomics.load(words, wordAt(jobWord.working)) > 0) awaitWorkers(performance.now() - before);
  };

  return {
    threads,
    block,
    awaitWorkers: () => awaitWorkers(0),
    requireWhole: () => {
      if (isBroken) giveUp();
    },
    end,
    isBroken: () => isBroken,
    run: (fn, values, unitsPerPart) => {
      writeValues(fn, values, jobWord.values);
      share(indexOf(fn), values[fn.division.count] ?? 0, unitsPerPart);
    },
    repeat: (fn, values, steps, count, unitsPerPart) => {
      writeValues(fn, values, jobWord.values);
      writeValues(fn, steps, jobSteps);
      share(functions.length + indexOf(fn), count, unitsPerPart);
    },
  };
}
