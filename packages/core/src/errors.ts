/** The typed errors of isograd: where, what came, what was expected, how to fix it, and a stable code. */

/** What an error tells: the parts of its three-line message. */
export interface ErrorDetails {
  /** Stable identifier in upper snake case, for example `SHAPE_LAST_AXIS`; documentation is keyed by it. */
  readonly code: string;
  /** Who complains: a layer with its path, a function, a file. */
  readonly where: string;
  /** One sentence that states the violated rule. */
  readonly problem: string;
  /** What came, with dtype and shape where it is a tensor. */
  readonly received: string;
  /** What would have been right. */
  readonly expected: string;
  /** What to do about it. */
  readonly fix: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** Base of every error that isograd throws on purpose; carries the parts of its message as fields. */
export class IsogradError extends Error {
  readonly code: string;
  readonly where: string;
  readonly problem: string;
  readonly received: string;
  readonly expected: string;
  readonly fix: string;

  constructor(details: ErrorDetails) {
    const { code, where, problem, received, expected, fix, cause } = details;
    super(
      `${where}: ${problem}\n  received ${received}; expected ${expected}\n  fix: ${fix}  [${code}]`,
      cause === undefined ? undefined : { cause },
    );
    this.name = new.target.name;
    this.code = code;
    this.where = where;
    this.problem = problem;
    this.received = received;
    this.expected = expected;
    this.fix = fix;
  }

  /**
   * The same error seen from one level further out; the original becomes its `cause`.
   *
   * @param path - Path of the enclosing layer or file, put before `where`.
   * @returns A new error of the same class.
   */
  within(path: string): this {
    const Class = this.constructor as new (details: ErrorDetails) => this;
    const { code, problem, received, expected, fix } = this;
    return new Class({ code, where: `${path} › ${this.where}`, problem, received, expected, fix, cause: this });
  }
}

/** A tensor or array has the wrong shape. */
export class ShapeError extends IsogradError {}
/** A tensor or array has the wrong dtype. */
export class DTypeError extends IsogradError {}
/** A value lies outside what is allowed: an argument, a label, a NaN in the data. */
export class ValueError extends IsogradError {}
/** A backend cannot start, is not active, or was lost. */
export class BackendError extends IsogradError {}
/** A function cannot be captured into a graph. */
export class CaptureError extends IsogradError {}
/** An object is not in the state that the call needs: not built, not compiled, disposed. */
export class StateError extends IsogradError {}
/** Reading or writing a file or a response failed. */
export class IoError extends IsogradError {}
/** What was asked for does not exist here: an absent kernel, an unknown name. */
export class UnsupportedError extends IsogradError {}
