/** Copies elements that lie at equal distances into one run. */
import type { Expression } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { i32 } from '../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';

/** `step` is the distance in bytes, negative to go backwards. */
const parameters = { from: 'i32', step: 'i32', to: 'i32', count: 'i32' } as const;

type CopySteps = WasmFunction<typeof parameters>;

function copyElements(
  name: string,
  elementBytes: number,
  copy: (f: FunctionBuilder, to: Expression<'i32'>, from: Expression<'i32'>) => void,
): CopySteps {
  return wasmFunction(name, parameters, (f, { from, step, to, count }) => {
    f.repeat(count, () => {
      copy(f, to, from);
      f.increase(from, step);
      f.increase(to, elementBytes);
    });
  });
}

/** For float32 and int32. */
export const copyWordSteps: CopySteps = copyElements('copyWordSteps', 4, (f, to, from) =>
  f.store('i32.store', to, i32.load(from)),
);

/** For bool. */
export const copyByteSteps: CopySteps = copyElements('copyByteSteps', 1, (f, to, from) =>
  f.store('i32.store8', to, i32.load8_u(from)),
);
