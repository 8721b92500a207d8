/** The catalogue of this package's error messages: one function a message, each with its code. */
import { CaptureError, describeValue, StateError } from '@isograd/core';

export function readWhileCapturing(name: string, op: string): CaptureError {
  return new CaptureError({
    code: 'CAPTURE_READ',
    where: `jit of ${name}`,
    problem: 'a step that is captured cannot read a tensor on the host: the value would be frozen into it.',
    received: `a read of the result of ${op} (data, dataSync, array, arraySync or print)`,
    expected: 'ops on tensors from the arguments to the result',
    fix: 'return the tensor and read it outside, or compute with tf.where and the like in place of if.',
  });
}

export function asyncFunction(name: string): CaptureError {
  return new CaptureError({
    code: 'CAPTURE_ASYNC',
    where: `jit of ${name}`,
    problem: 'an async function cannot be captured: what runs after await is not seen.',
    received: 'a function that returns a promise',
    expected: 'a function that returns tensors',
    fix: 'move what is awaited out of the function, and pass its result as an argument.',
  });
}

export function variableMade(name: string, variable: string): CaptureError {
  return new CaptureError({
    code: 'CAPTURE_VARIABLE',
    where: `jit of ${name}`,
    problem: 'a variable that is made in a captured function would be made once, not in each step.',
    received: `variable "${variable}"`,
    expected: 'variables that exist before the first call',
    fix: 'make it outside: build the model and the state of the optimizer first.',
  });
}

export function resultNotTensor(name: string, value: unknown, path: string): CaptureError {
  return new CaptureError({
    code: 'CAPTURE_RESULT',
    where: `jit of ${name}`,
    problem: 'the result must be a tree of tensors.',
    received: `${describeValue(value)} at "${path}"`,
    expected: 'tensors in arrays and plain objects',
    fix: 'return tensors only: a number as tf.scalar(…), or nothing of it.',
  });
}

export function jitDisposed(name: string): StateError {
  return new StateError({
    code: 'JIT_DISPOSED',
    where: `jit of ${name}`,
    problem: 'it was disposed.',
    received: 'a call',
    expected: 'no call after dispose()',
    fix: 'make a new one with jit(…).',
  });
}

export function graphInvalid(name: string, violations: readonly string[]): CaptureError {
  return new CaptureError({
    code: 'GRAPH_INVALID',
    where: `jit of ${name}`,
    problem: 'the graph breaks the rules of graphs: a defect of isograd.',
    received: violations.join('; '),
    expected: 'a graph as spec.ts has it',
    fix: 'report it, with the function; meanwhile call the function without jit.',
  });
}
