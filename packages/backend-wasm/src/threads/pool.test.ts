/** The pool with a function made for the test, on a memory of its own. */
import { platform } from '#platform';
import { afterEach, expect, it, vi } from 'vitest';
import { ModuleBuilder } from '../assembler/module-builder.js';
import { atomic, i32 } from '../assembler/operators.js';
import { parallelFunction, type ParallelFunction } from '../wasm-function.js';
import { closed, jobBlock, jobSteps, jobWord, maximumValues } from './job-block.js';
import { defineJobFunctions, importProgramRunner, programImport } from './job-functions.js';
import { type Pool, type PoolSetup, startPool } from './pool.js';

const parameters = { to: 'i32', seen: 'i32', together: 'i32', units: 'i32' } as const;

/** Each unit adds 1 to its word; a call returns only when `together` calls are under way at the same time. */
const meet: ParallelFunction<typeof parameters> = parallelFunction(
  'meet',
  parameters,
  { count: 'units', multiple: 1, advance: () => ({ to: 4 }) },
  (f, { to, seen, together, units }) => {
    f.drop(atomic.add(seen, 1));
    f.doWhile(() => {}, i32.lt_u(atomic.load(seen), together));
    f.repeat(units, () => {
      f.drop(atomic.add(to, 1));
      f.increase(to, 4);
    });
  },
);

const [block, seen, to] = [1024, 2048, 4096];
let words: Int32Array;
let pool: Pool | undefined;

afterEach(() => {
  vi.restoreAllMocks();
  pool?.end();
});

async function start(threads: number, patienceMs?: number): Promise<Pool> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  words = new Int32Array(memory.buffer);
  words[(block + jobWord.nextPart) / 4] = closed;
  const builder = new ModuleBuilder(
    { module: 'tfjs', name: 'memory', minimumPages: 1, maximumPages: 1, isShared: true },
    { relaxedSimd: false },
  );
  const runProgram = importProgramRunner(builder);
  const callable = builder.define(meet.name, meet.parameters, meet.write);
  defineJobFunctions(builder, block, [{ fn: meet, callable }], runProgram);
  const { instance, module } = await WebAssembly.instantiate(builder.toBytes(), {
    tfjs: { memory },
    [programImport.module]: { [programImport.name]: () => undefined },
  });
  const setup: PoolSetup = { threads, module, memory, instance, block, functions: [meet] };
  pool = await startPool(patienceMs === undefined ? setup : { ...setup, patienceMs });
  return pool;
}

function run(units: number, unitsPerPart: number, together: number): void {
  words[seen / 4] = 0;
  pool?.run(meet, { to, seen, together, units }, unitsPerPart);
}

it.each([2, 3, 5])('computes on %i threads at once', async (threads) => {
  expect((await start(threads)).threads).toBe(threads);
  run(threads, 1, threads);
  expect(Array.from(words.subarray(to / 4, to / 4 + threads + 1))).toEqual([...Array(threads).fill(1), 0]);
});

it('does every unit once, however they are divided, job after job', async () => {
  await start(3);
  const jobs = 2000;
  let total = 0;
  for (let job = 0; job < jobs; job++) {
    const units = 1 + (job % 37);
    run(units, 1 + (job % 5), 0);
    total += units;
  }
  const counts = words.subarray(to / 4, to / 4 + 37);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(counts[0]).toBe(jobs);
  for (let unit = 1; unit < 37; unit++) {
    expect(counts[unit]).toBe(Array.from({ length: jobs }, (_, job) => job % 37).filter((most) => most >= unit).length);
  }
});

it('finds its workers again after they went to sleep', async () => {
  await start(2);
  for (let turn = 0; turn < 3; turn++) {
    await expect.poll(() => Atomics.load(words, (block + jobWord.sleeping) / 4)).toBe(1);
    run(2, 1, 2);
  }
  expect(Array.from(words.subarray(to / 4, to / 4 + 2))).toEqual([3, 3]);
});

it('gives up on a worker that died in the middle of a job', async () => {
  const lost = await start(2, 50);
  Atomics.add(words, (block + jobWord.working) / 4, 1); // what such a worker leaves behind
  expect(() => run(4, 1, 0)).toThrow(/\[BACKEND_WORKER_LOST\]$/);
  expect(lost.isBroken()).toBe(true);
  expect(() => run(4, 1, 0)).toThrow(/\[BACKEND_WORKER_LOST\]$/);
});

it('says so when a worker died between two jobs', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  const lost = await start(2);
  startWorker.mock.calls[0]?.[1]();
  expect(lost.isBroken()).toBe(true);
  expect(() => run(4, 1, 0)).toThrow(/\[BACKEND_WORKER_LOST\]$/);
});

it('is not started by halves', async () => {
  const worker = { end: vi.fn<() => void>() };
  vi.spyOn(platform, 'startWorker').mockResolvedValueOnce(worker).mockRejectedValueOnce(new Error('refused by policy'));
  await expect(start(3)).rejects.toMatchObject({ name: 'BackendError', code: 'BACKEND_WORKERS' });
  expect(worker.end).toHaveBeenCalledOnce();
});

it('shares many calls, each where the steps lead', async () => {
  await start(3);
  pool?.repeat(meet, { to, seen, together: 3, units: 2 }, { to: 12 }, 7, 1);
  const written = Array.from(words.subarray(to / 4, to / 4 + 22));
  expect(written).toEqual([...Array.from({ length: 7 }, () => [1, 1, 0]).flat(), 0]);
});

it('has room for the values of a call', () => {
  expect(jobBlock.sizeBytes % jobBlock.alignment).toBe(0);
  expect(jobSteps + 4 * maximumValues).toBeLessThanOrEqual(jobBlock.sizeBytes);
});
