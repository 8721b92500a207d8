/** What a program does in turn: the calls of its steps, those of one kind together. */
import { type FunctionCall, isInstruction } from './calls.js';
import type { InstructionCall } from './coprocessor.js';
import type { KernelStep, Step } from './lower-graph.js';

/** Functions one after the other: one function of the program's module. */
export interface Segment {
  readonly kind: 'segment';
  /** Under which the module exports it. */
  readonly name: string;
  readonly calls: readonly FunctionCall[];
}

/** Instructions one after the other: one list for the coprocessor. */
export interface Instructions {
  readonly kind: 'instructions';
  readonly calls: readonly InstructionCall[];
}

/** One of them, or a kernel of the registry. */
export type Stage = Segment | Instructions | KernelStep;

/** The stages of steps. */
export function stagesOf(steps: readonly Step[]): Stage[] {
  const stages: Stage[] = [];
  /** The calls of the last stage, as long as more of its kind may follow. */
  let functions: FunctionCall[] | undefined;
  let instructions: InstructionCall[] | undefined;
  for (const step of steps) {
    if (step.kind === 'kernel') {
      stages.push(step);
      functions = instructions = undefined;
      continue;
    }
    for (const call of step.calls) {
      if (isInstruction(call)) {
        if (instructions === undefined) stages.push({ kind: 'instructions', calls: (instructions = []) });
        instructions.push(call);
        functions = undefined;
      } else {
        if (functions === undefined) {
          stages.push({ kind: 'segment', name: `segment ${stages.length}`, calls: (functions = []) });
        }
        functions.push(call);
        instructions = undefined;
      }
    }
  }
  return stages;
}
