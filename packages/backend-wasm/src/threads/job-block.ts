/**
 * The words of memory through which the calling thread and the workers share a job: a function of the kernel
 * module, the values it is called with, and how many parts it has; or a part of a program, which has its values in
 * its code.
 *
 * The caller writes the job, sets `nextPart` to 0 and rings the bell. Whoever adds one to `nextPart` and gets
 * a number below `parts` owns that part, the caller too. A worker counts itself in `working` before it asks
 * for a part and out when there is none left. The caller, at the end of the parts, closes `nextPart` with a
 * number above all parts, and waits until no one is working. So a worker that comes late finds either the
 * closed number or a later job that was written before it was opened; a worker that has not started, or
 * sleeps on, is not waited for.
 */

/** Byte offsets in the block. What different threads write lies on cache lines of their own. */
export const jobWord = {
  /** Counts jobs; workers sleep on it. */
  bell: 0,
  /** Workers that sleep, or are about to. */
  sleeping: 4,
  nextPart: 64,
  /** Workers that hold a part, or ask for one. */
  working: 128,
  /** What to do: a number of the parallel function, divided or repeated (job-functions.ts). */
  task: 192,
  /** Number of parts, of units, and of units in a part. */
  parts: 196,
  count: 200,
  unitsPerPart: 204,
  /** Whose job it is: 0, the kernel module's, or the number of a program. */
  program: 208,
  /** Address and size of the program's module in the binary format. */
  code: 212,
  codeBytes: 216,
  /** The first value of the call; each has four bytes. */
  values: 220,
} as const;

/** Values that a job has room for. */
export const maximumValues = 32;

/** Where the steps of a repeated call lie: what each of its values grows by from one call to the next. */
export const jobSteps: number = jobWord.values + 4 * maximumValues;

/** Size of the block, and what its address is a multiple of. */
export const jobBlock = { sizeBytes: 512, alignment: 64 } as const;

/** What `nextPart` is while there is no job: above every number of parts, with room for workers to add to. */
export const closed: number = 2 ** 30;
