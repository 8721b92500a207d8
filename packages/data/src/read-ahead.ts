/** Bounded reading ahead: what `prefetch` and concurrent `map` are made of. */
import type { CursorState } from './cursor-state.js';
import { type Cursor, end } from './pipeline.js';

type Outcome<U> = { readonly ok: true; readonly value: U } | { readonly ok: false; readonly error: unknown };

interface Slot<U> {
  /** Never rejects, so that nobody has to be there when the work fails. */
  readonly outcome: Promise<Outcome<U>>;
  /** The place of the input behind this element. */
  readonly after: CursorState;
}

/**
 * A cursor that reads its input before it is asked to, and works on up to `limit` elements at a time.
 *
 * Elements and errors come out in the order of the input. Reading starts with the first `next` and pauses
 * while `limit` elements are at work or waiting to be taken. Its state is that of the input behind the last
 * element taken, so that what was read ahead is read again after a resume.
 *
 * @param input - The input, which the cursor then owns.
 * @param limit - Largest number of elements that are read and not yet taken; at least 1.
 * @param work - Applied to each element.
 */
export function readAhead<T, U>(input: Cursor<T>, limit: number, work: (element: T) => U | Promise<U>): Cursor<U> {
  const slots: Slot<U>[] = [];
  let place = input.state();
  let reading = false;
  let finished = false;
  let wake: () => void = () => undefined;

  /** Fills the slots; one runs at a time, and it never rejects. */
  async function fill(): Promise<void> {
    if (reading) return;
    reading = true;
    while (!finished && slots.length < limit) {
      try {
        const step = await input.next();
        const after = input.state();
        if (step.done) finished = true;
        else if (!finished) slots.push({ outcome: settle(async () => work(step.value)), after });
      } catch (error) {
        finished = true;
        slots.push({ outcome: Promise.resolve({ ok: false, error }), after: place });
      }
      wake();
    }
    reading = false;
  }

  return {
    async next() {
      for (;;) {
        void fill();
        const slot = slots[0];
        if (slot !== undefined) {
          const outcome = await slot.outcome;
          if (!outcome.ok) throw outcome.error;
          slots.shift();
          place = slot.after;
          void fill();
          return { done: false, value: outcome.value };
        }
        if (finished) return end;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    state: () => place,
    async close() {
      finished = true;
      wake();
      await input.close();
    },
  };
}

async function settle<U>(work: () => Promise<U>): Promise<Outcome<U>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}
