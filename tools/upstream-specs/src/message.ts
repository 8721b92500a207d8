/** What the two processes tell each other: the command asks for a run, and hears of its start, each spec and its end. */

/** The run that is asked for. */
export interface Request {
  readonly backend: string;
  /** Text in the name of every spec that is to run. */
  readonly filter: string;
  /** Folder of tfjs's binaries, which the bundle does not lie beside. */
  readonly wasmPaths: string;
  /** The binary of the native kernels; the same holds for it. */
  readonly nativeBinary: string;
}

/** How a spec ended. `pending`: switched off by upstream. */
export type Status = 'passed' | 'failed' | 'pending' | 'excluded';

/** What became of one spec. */
export interface Outcome {
  readonly name: string;
  readonly status: Status;
  /** Of the first failure; empty without one. */
  readonly message: string;
}

/** What the command hears, in this order; one outcome a spec. */
export type Message = { readonly total: number } | Outcome | { readonly isDone: true };
