/** The catalogue of core's error messages: one function a message, each with its code. */
import { BackendError, DTypeError, ShapeError, UnsupportedError, ValueError } from './errors.js';
import { describeTensor, formatShape, type Shape } from './shape.js';

const switchFix =
  "import { cpu } from '@isograd/backend-cpu' (or wasm, webgl from their packages) and await useBackend(cpu()).";

export function notABackend(received: unknown): BackendError {
  const shown = typeof received === 'string' ? `the string "${received}"` : describeValue(received);
  return new BackendError({
    code: 'BACKEND_VALUE',
    where: 'useBackend',
    problem: 'a backend is a value with a name and a load function, not its name.',
    received: shown,
    expected: 'a backend such as cpu() or wasm()',
    fix: switchFix,
  });
}

export function noActiveBackend(): BackendError {
  return new BackendError({
    code: 'BACKEND_NONE',
    where: 'getActiveBackend',
    problem: 'no backend is in use yet.',
    received: 'no call of useBackend',
    expected: 'one before the first computation',
    fix: switchFix,
  });
}

export function backendNotActive(expected: string, actual: string | undefined): BackendError {
  return new BackendError({
    code: 'BACKEND_NOT_ACTIVE',
    where: `backend "${expected}"`,
    problem: 'tfjs runs on another backend than the one that was chosen.',
    received: actual ? `active backend "${actual}"` : 'no active backend',
    expected: `"${expected}"`,
    fix: 'do not call tf.setBackend yourself; switch with useBackend, and await it.',
  });
}

export function backendNotRegistered(name: string): BackendError {
  return new BackendError({
    code: 'BACKEND_NOT_REGISTERED',
    where: `backend "${name}"`,
    problem: 'tfjs knows no backend of this name.',
    received: 'no registered factory',
    expected: `a package that calls registerBackend("${name}", …)`,
    fix: 'install one version of @tensorflow/tfjs-core only (npm ls @tensorflow/tfjs-core), and import the package that registers the backend in load().',
  });
}

export function backendDidNotStart(name: string, cause: unknown): BackendError {
  return new BackendError({
    code: 'BACKEND_START',
    where: `backend "${name}"`,
    problem: 'it could not start on this runtime.',
    received: reasonOf(cause),
    expected: 'a runtime that has what this backend needs',
    fix: 'read the reason; use another backend if this runtime lacks what it needs: cpu() runs everywhere.',
    cause,
  });
}

export function wrongElementCount(received: number, shape: Shape, expected: number): ShapeError {
  return new ShapeError({
    code: 'SHAPE_SIZE',
    where: 'NdArray',
    problem: 'the number of elements must be the product of the axis sizes.',
    received: `${received} elements`,
    expected: `${expected} elements for ${formatShape(shape)}`,
    fix: 'correct the shape, or pass all elements.',
  });
}

export function wrongGradientShape(kernelName: string, received: Shape, expected: Shape): ShapeError {
  return new ShapeError({
    code: 'CONVOLUTION_GRADIENT_SHAPE',
    where: kernelName,
    problem: 'dy must have the shape of the output of the convolution whose gradient this is.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'for a transposed convolution, give an outputShape that a convolution with these strides and this padding maps to the input.',
  });
}

export function treesDiffer(path: string, expected: string, received: string): ValueError {
  return new ValueError({
    code: 'TREE_STRUCTURE',
    where: path === '' ? 'tree' : `tree at "${path}"`,
    problem: 'trees that are used together must have the same structure.',
    received,
    expected,
    fix: 'pass trees that were made from the same parameters, for example the state that init returned for them.',
  });
}

export function badKeySeed(received: unknown): ValueError {
  return new ValueError({
    code: 'RANDOM_SEED',
    where: 'random.key',
    problem: 'a seed must be a whole number that a double holds exactly.',
    received: describeValue(received),
    expected: 'an integer from 0 to 2^53 - 1',
    fix: 'pass a non-negative integer, for example random.key(0).',
  });
}

export function badKey(where: string, received: unknown): ShapeError {
  return new ShapeError({
    code: 'RANDOM_KEY',
    where,
    problem: 'a random key is an int32 tensor of four 16-bit words.',
    received: isTensorLike(received) ? describeTensor(received) : describeValue(received),
    expected: 'int32 [4]',
    fix: 'make it with random.key(seed), random.split or random.foldIn.',
  });
}

export function badFoldData(received: unknown): ValueError {
  return new ValueError({
    code: 'RANDOM_FOLD',
    where: 'random.foldIn',
    problem: 'the number to fold in must be exact in float32, because some backends keep integers there.',
    received: describeValue(received),
    expected: 'an integer from 0 to 2^24 - 1, or an int32 scalar tensor that holds one',
    fix: 'fold in twice when more bits are needed.',
  });
}

export function badArgument(
  where: string,
  problem: string,
  received: unknown,
  expected: string,
  fix: string,
): ValueError {
  return new ValueError({ code: 'RANDOM_ARGUMENT', where, problem, received: describeValue(received), expected, fix });
}

export function gradientMissing(kernelName: string, received: string, expected: string): UnsupportedError {
  return new UnsupportedError({
    code: 'GRADIENT_MISSING',
    where: `gradient of ${kernelName}`,
    problem: 'this case of the kernel has no gradient.',
    received,
    expected,
    fix: 'use the case that has one, or keep the op out of what is differentiated.',
  });
}

export function gradientNotLikeInput(
  kernelName: string,
  input: string,
  received: { readonly dtype: string; readonly shape: Shape },
  shape: Shape,
): ShapeError {
  return new ShapeError({
    code: 'GRADIENT_SHAPE',
    where: `gradient of ${kernelName}`,
    problem: `the gradient of input ${input} must be of its shape and float32 or complex64.`,
    received: describeTensor(received),
    expected: `float32 ${formatShape(shape)}`,
    fix: 'correct the gradient function: of tf.customGrad, or of the kernel if another library has registered it.',
  });
}

export function noPathOnTape(): ValueError {
  return new ValueError({
    code: 'GRADIENT_NO_PATH',
    where: 'gradient',
    problem: 'the value does not depend on what it is differentiated by.',
    received: 'no op that leads from the inputs to the value',
    expected: 'at least one, called within the function that is differentiated',
    fix: 'use the inputs inside of the function; what was computed before it is a constant.',
  });
}

export function notATensor(received: unknown): ValueError {
  return new ValueError({
    code: 'GRADIENT_VALUE',
    where: 'gradient',
    problem: 'the function that is differentiated must return a tensor.',
    received: describeValue(received),
    expected: 'a tensor',
    fix: 'return the value; a function with several results is differentiated one result at a time.',
  });
}

export function complexValueDifferentiated(): DTypeError {
  return new DTypeError({
    code: 'GRADIENT_OF_COMPLEX',
    where: 'gradient',
    problem: 'only a real value has a gradient, unless the gradient of the complex value itself is given.',
    received: 'a complex64 value',
    expected: 'float32, or complex64 with dy',
    fix: 'take tf.real, tf.imag or tf.abs of it first.',
  });
}

export function opInputShape(
  where: string,
  problem: string,
  received: Shape,
  expected: string,
  fix: string,
): ShapeError {
  return new ShapeError({ code: 'OP_SHAPE', where, problem, received: formatShape(received), expected, fix });
}

export function opInputDType(where: string, input: string, received: string, expected: string): DTypeError {
  return new DTypeError({
    code: 'OP_DTYPE',
    where,
    problem: `${input} has a dtype that this op cannot take.`,
    received,
    expected,
    fix: `convert it first, for example tf.cast(${input}, '${expected}').`,
  });
}

export function opOption(where: string, option: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'OP_OPTION',
    where,
    problem: `the option ${option} is out of range.`,
    received: describeValue(received),
    expected,
    fix: `pass ${expected} as ${option}.`,
  });
}

/** A value as it is shown in a message, short. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return `a function${value.name ? ` "${value.name}"` : ''}`;
  if (typeof value === 'object' && value !== null) {
    const name = value.constructor?.name;
    return name && name !== 'Object'
      ? `an instance of ${name}`
      : `an object with keys ${Object.keys(value).join(', ') || '(none)'}`;
  }
  return String(value);
}

function isTensorLike(value: unknown): value is { readonly dtype: string; readonly shape: Shape } {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value;
}

function reasonOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return `"${String(cause.message)}"`;
  return describeValue(cause);
}

/** What messages say of a tensor. */
interface TensorShape {
  readonly dtype: string;
  readonly shape: Shape;
}

export function matrixShapesDiffer(
  where: string,
  a: TensorShape,
  b: TensorShape,
  columns: number,
  rows: number,
): ShapeError {
  return new ShapeError({
    code: 'SHAPE_MATMUL',
    where,
    problem: 'the columns of a must be as many as the rows of b, after the transposition asked for.',
    received: `${describeTensor(a)} and ${describeTensor(b)}, so ${columns} columns and ${rows} rows`,
    expected: '[..., m, k] and [..., k, n]',
    fix: 'transpose one of them, or correct its shape.',
  });
}

export function notMatrices(where: string, a: TensorShape, b: TensorShape): ShapeError {
  return new ShapeError({
    code: 'SHAPE_MATMUL',
    where,
    problem: 'a and b must be matrices, or stacks of them.',
    received: `${describeTensor(a)} and ${describeTensor(b)}`,
    expected: '[..., m, k] and [..., k, n]',
    fix: 'add an axis of size 1 to a vector: tf.expandDims(v, -1) for a column.',
  });
}
