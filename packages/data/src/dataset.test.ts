import { type IsogradError, NdArray, StateError } from '@isograd/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset, type DatasetState, fromArrays, fromIterable } from './index.js';

/** An operator on datasets of numbers, and the same on plain arrays where the order is known. */
interface Operator {
  readonly label: string;
  readonly apply: (dataset: Dataset<number>) => Dataset<number>;
  readonly model: (elements: readonly number[]) => readonly number[];
  readonly shuffles?: true;
}

const plain: fc.Arbitrary<Operator> = fc.oneof(
  fc.record({ factor: fc.integer({ min: 1, max: 5 }), concurrency: fc.integer({ min: 1, max: 4 }) }).map(
    ({ factor, concurrency }): Operator => ({
      label: `map(${factor}, ${concurrency})`,
      apply: (dataset) =>
        dataset.map(
          async (value) => {
            // Later elements finish earlier, so that order is earned.
            for (let turn = value % 3; turn < 3; turn++) await Promise.resolve();
            return value * factor;
          },
          { concurrency },
        ),
      model: (elements) => elements.map((value) => value * factor),
    }),
  ),
  fc.integer({ min: 2, max: 4 }).map(
    (divisor): Operator => ({
      label: `filter(${divisor})`,
      apply: (dataset) => dataset.filter((value) => value % divisor !== 0),
      model: (elements) => elements.filter((value) => value % divisor !== 0),
    }),
  ),
  fc.integer({ min: 0, max: 12 }).map(
    (count): Operator => ({
      label: `take(${count})`,
      apply: (dataset) => dataset.take(count),
      model: (elements) => elements.slice(0, count),
    }),
  ),
  fc.integer({ min: 0, max: 6 }).map(
    (count): Operator => ({
      label: `skip(${count})`,
      apply: (dataset) => dataset.skip(count),
      model: (elements) => elements.slice(count),
    }),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (count): Operator => ({
      label: `repeat(${count})`,
      apply: (dataset) => dataset.repeat(count),
      model: (elements) => Array.from({ length: count }, () => elements).flat(),
    }),
  ),
  fc.integer({ min: 1, max: 5 }).map(
    (bufferSize): Operator => ({
      label: `prefetch(${bufferSize})`,
      apply: (dataset) => dataset.prefetch(bufferSize),
      model: (elements) => elements,
    }),
  ),
);

const shuffled: fc.Arbitrary<Operator> = fc
  .record({ seed: fc.nat(), bufferSize: fc.integer({ min: 1, max: 6 }) })
  .map(({ seed, bufferSize }) => ({
    label: `shuffle(${seed}, ${bufferSize})`,
    apply: (dataset) => dataset.shuffle({ seed, bufferSize }),
    model: (elements) => elements,
    shuffles: true,
  }));

const source: fc.Arbitrary<(values: readonly number[]) => Dataset<number>> = fc.constantFrom(
  (values: readonly number[]) => fromArrays(values),
  (values: readonly number[]) => fromIterable(values),
  (values: readonly number[]) =>
    fromIterable(async function* () {
      yield* values;
    }),
);

const values = fc.integer({ min: 1, max: 12 }).map((size) => Array.from({ length: size }, (_, index) => index + 1));

function build(dataset: Dataset<number>, operators: readonly Operator[]): Dataset<number> {
  return operators.reduce((built, { apply }) => apply(built), dataset);
}

function modelOf(elements: readonly number[], operators: readonly Operator[]): readonly number[] {
  return operators.reduce((model, operator) => operator.model(model), elements);
}

/** `repeat` of nothing is an error of its own, tested beside repeat. */
function repeatsNothing(elements: readonly number[], operators: readonly Operator[]): boolean {
  return operators.some(
    ({ label }, at) => label.startsWith('repeat') && modelOf(elements, operators.slice(0, at)).length === 0,
  );
}

/** All elements from here on, and the state behind each, as a checkpoint would hold it. */
async function drain<T>(dataset: Dataset<T>, options: { epoch?: number; state?: DatasetState } = {}) {
  const iterator = dataset.iterate(options);
  const elements: T[] = [];
  const states: DatasetState[] = [JSON.parse(JSON.stringify(iterator.state()))];
  for await (const element of iterator) {
    elements.push(element);
    states.push(JSON.parse(JSON.stringify(iterator.state())));
  }
  return { elements, states };
}

describe('a pipeline', () => {
  it('gives what the same operators on arrays give', async () => {
    await fc.assert(
      fc.asyncProperty(source, values, fc.array(plain, { maxLength: 4 }), async (make, elements, operators) => {
        fc.pre(!repeatsNothing(elements, operators));
        const dataset = build(make(elements), operators);
        const expected = modelOf(elements, operators);
        expect(await dataset.toArray()).toEqual(expected);
        if (dataset.size !== null) expect(dataset.size).toBe(expected.length);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on from the state behind every element exactly as the uninterrupted pass', async () => {
    const epoch = fc.integer({ min: 0, max: 3 });
    const operators = fc.array(fc.oneof({ weight: 2, arbitrary: plain }, shuffled), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(source, values, operators, epoch, async (make, elements, chain, number) => {
        const dataset = build(make(elements), chain);
        const whole = await drain(dataset, { epoch: number }).catch((error: IsogradError) => error.code);
        if (typeof whole === 'string') {
          expect(whole).toBe('DATA_REPEAT_EMPTY');
          fc.pre(false);
          return;
        }
        for (const [position, state] of whole.states.entries()) {
          const rest = await drain(build(make(elements), chain), { state });
          expect(rest.elements).toEqual(whole.elements.slice(position));
          expect(rest.states).toEqual(whole.states.slice(position));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('resumes shuffled, repeated, batched and prefetched data in the middle', async () => {
    const make = () =>
      fromArrays({ x: [...Array(11).keys()] })
        .shuffle({ seed: 3 })
        .map(({ x }, { index, epoch }) => ({ x, index, repetition: epoch[1] ?? -1 }))
        .repeat(3)
        .filter(({ x }) => x !== 4)
        .shuffle({ seed: 5, bufferSize: 7 })
        .batch(4)
        .prefetch(3);
    const whole = await drain(make(), { epoch: 2 });
    expect(whole.elements).toHaveLength(8); // 30 elements in batches of 4
    for (const [position, state] of whole.states.entries()) {
      expect((await drain(make(), { state })).elements).toEqual(whole.elements.slice(position));
    }
  });

  it('has a state whose size depends neither on the data nor on the buffers', async () => {
    const size = 10_000;
    const iterator = fromArrays({ x: new Float32Array(size) })
      .shuffle({ seed: 1 })
      .repeat()
      .shuffle({ seed: 2, bufferSize: 1000 })
      .batch(32)
      .prefetch(8)
      .iterate();
    for (let step = 0; step < 400; step++) await iterator.next();
    expect(JSON.stringify(iterator.state()).length).toBeLessThan(250);
    await iterator.return();
  });

  it('keeps indexed pipelines to one number', async () => {
    const iterator = fromArrays({ x: [1, 2, 3, 4, 5, 6] })
      .shuffle({ seed: 1 })
      .map(({ x }) => x)
      .skip(1)
      .batch(2)
      .iterate({ epoch: 4 });
    await iterator.next();
    expect(iterator.state()).toEqual({
      pipeline: 'fromArrays(6).shuffle(1-0-0-0).map.skip(1).batch(2)',
      epoch: 4,
      cursor: 1,
    });
  });
});

describe('an iterator', () => {
  it('answers overlapping calls in order, and its state follows the answers', async () => {
    const iterator = fromArrays([1, 2, 3])
      .map(async (value) => value)
      .iterate();
    const steps = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    expect(iterator.state().cursor).toBe(0);
    expect((await Promise.all(steps)).map(({ value }) => value)).toEqual([1, 2, 3, undefined]);
    expect(iterator.state().cursor).toBe(3);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('fails again with the same error, keeps its place, and can be resumed to try again', async () => {
    let broken = true;
    const dataset = fromIterable([1, 2, 3]).map((value) => {
      if (value === 2 && broken) throw new Error('no such file');
      return value;
    });
    const iterator = dataset.iterate();
    expect((await iterator.next()).value).toBe(1);
    const first = await iterator.next().catch((error: unknown) => error);
    const second = await iterator.next().catch((error: unknown) => error);
    expect(first).toMatchObject({
      code: 'DATA_FUNCTION',
      where: 'Dataset.map, element 1',
      cause: new Error('no such file'),
    });
    expect(second).toBe(first);
    broken = false;
    expect((await drain(dataset, { state: iterator.state() })).elements).toEqual([2, 3]);
  });

  it('closes the source when the consumer leaves, at the end, and on an error', async () => {
    const closed: string[] = [];
    const make = (name: string) =>
      fromIterable(function* () {
        try {
          yield* [1, 2, 3];
        } finally {
          closed.push(name);
        }
      });
    for await (const _ of make('break').prefetch(1)) break;
    await make('end').repeat(1).toArray();
    await make('take').take(1).batch(1).repeat(2).toArray();
    const failing = make('error').map(() => {
      throw new Error('x');
    });
    await expect(failing.toArray()).rejects.toThrow('DATA_FUNCTION');
    const returned = make('return').iterate();
    await returned.next();
    expect(await returned.return()).toEqual({ done: true, value: undefined });
    expect(await returned.next()).toEqual({ done: true, value: undefined });
    expect(closed).toEqual(['break', 'end', 'take', 'take', 'error', 'return']);
  });

  it('returns at once while a source that will never answer is read', async () => {
    const silent = async function* () {
      yield await new Promise<number>(() => undefined);
    };
    const iterator = fromIterable(silent).shuffle({ seed: 1, bufferSize: 3 }).prefetch(2).iterate();
    void iterator.next();
    await new Promise((resolve) => setTimeout(resolve, 0)); // the source is being read now
    expect(await iterator.return()).toEqual({ done: true, value: undefined });
  });

  it('reads no further once it is returned', async () => {
    let seen = 0;
    const iterator = fromArrays([...Array(1000).keys()])
      .filter(async () => {
        seen++;
        return false;
      })
      .iterate();
    const waiting = iterator.next();
    const isReading = (): boolean => seen >= 10;
    while (!isReading()) await Promise.resolve();
    await iterator.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(seen).toBeLessThan(20);
  });

  it('refuses a state of another pipeline, epoch or shape', () => {
    const dataset = fromArrays([1, 2, 3, 4]).shuffle({ seed: 1 });
    const state = dataset.iterate({ epoch: 2 }).state();
    const code = (run: () => unknown): unknown => {
      try {
        run();
      } catch (error) {
        return error instanceof StateError ? error.code : error;
      }
      return undefined;
    };
    expect(code(() => dataset.iterate({ state }))).toBeUndefined();
    expect(code(() => dataset.iterate({ state, epoch: 2 }))).toBeUndefined();
    expect(code(() => dataset.iterate({ state, epoch: 3 }))).toBe('DATA_STATE_EPOCH');
    expect(code(() => fromArrays([1, 2, 3, 4]).shuffle({ seed: 2 }).iterate({ state }))).toBe('DATA_STATE_PIPELINE');
    expect(code(() => dataset.batch(2).iterate({ state }))).toBe('DATA_STATE_PIPELINE');
    for (const cursor of [-1, 0.5, 5, Number.NaN, { index: 1 }]) {
      expect(code(() => dataset.iterate({ state: { ...state, cursor } }))).toBe('DATA_STATE');
    }
    const streamed = fromIterable([1, 2]).filter(() => true);
    const place = streamed.iterate().state();
    for (const cursor of [3, { index: 0 }, { upstream: 0 }, { index: 0, upstream: { index: 0 } }]) {
      expect(code(() => streamed.iterate({ state: { ...place, cursor } }))).toBe('DATA_STATE');
    }
    const nothing: unknown = null;
    expect(code(() => dataset.iterate({ state: nothing as DatasetState }))).toBe('DATA_STATE');
    expect(() => dataset.iterate({ epoch: -1 })).toThrow('DATA_EPOCH');
  });

  it('holds host values only', async () => {
    const [element] = await fromArrays({ x: new Float32Array(2), label: ['a', 'b'] }).toArray();
    expect(element).toEqual({ x: new NdArray(new Float32Array(1), []), label: 'a' });
  });
});
