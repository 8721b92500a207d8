/**
 * Makes of a graph the list of what a program does, on regions whose places are not known yet: loops of our code
 * generator, functions that our kernels run, and registered kernels where there is neither.
 */
import { formatShape, sizeOf } from '@isograd/core';
import { type Graph, groupNodes, type Node, sourcesOf, type Unit, type Value, type ValueId } from '@isograd/jit';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../kernels/index.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { type Call, callOf } from './calls.js';
import type { Coprocessor } from './coprocessor.js';
import { type Loop, type LoopFunction, loopFunction } from './loop.js';
import { isElementwise, loopOfUnit } from './loop-of-unit.js';
import { type Region, Regions } from './regions.js';
import { lowerMovement } from './movement.js';
import { lowerReduction } from './reduction.js';
import { NotTraceable, type TracedTensor, tracingRuntime } from './tracing-runtime.js';

/** One step of a program. */
export type Step = CallStep | KernelStep;

/** Functions of the module and instructions, one after the other. */
export interface CallStep {
  readonly kind: 'calls';
  readonly calls: readonly Call[];
  /** What it reads only at the places that it writes, and before: it may overwrite these. */
  readonly aligned: ReadonlySet<Region>;
  /** What it computes, for people. */
  readonly title: string;
}

/** A kernel of the registry, called from JavaScript. */
export interface KernelStep {
  readonly kind: 'kernel';
  readonly node: Node;
  readonly inputs: readonly { readonly name: string; readonly region: Region; readonly value: Value }[];
  readonly outputs: readonly { readonly region: Region; readonly value: Value }[];
}

/** What has to hold of an input before anything runs: that its numbers are places on an axis. */
export interface IndexCheck {
  readonly kernelName: string;
  readonly region: Region;
  readonly size: number;
  readonly length: number;
}

/** A graph as steps. */
export interface LoweredGraph {
  readonly regions: Regions;
  readonly steps: readonly Step[];
  /** By value: where its data lie. */
  readonly regionOf: readonly (Region | undefined)[];
  readonly checks: readonly IndexCheck[];
}

const kernelsByName: ReadonlyMap<string, WasmKernel> = new Map(
  wasmKernels.map((kernel) => [kernel.kernelName, kernel]),
);

/** Functions that one kernel may run: one that runs more is called, or the program would be endless. */
const mostCalls = 256;

/**
 * Lowers a graph.
 *
 * @param threads - That will share the work of functions.
 * @param coprocessor - Who is asked first; left out: nobody.
 */
export function lowerGraph(graph: Graph, threads: number, coprocessor?: Coprocessor): LoweredGraph {
  return new Lowering(graph, threads, coprocessor).lower();
}

class Lowering {
  readonly #graph: Graph;
  readonly #regions = new Regions();
  readonly #regionOf: (Region | undefined)[];
  readonly #numbers: ReadonlyMap<ValueId, number>;
  readonly #steps: Step[] = [];
  readonly #checks: IndexCheck[] = [];
  /** Regions that hold what the caller gives: it can be looked at before the program runs. */
  readonly #given = new Set<Region>();
  readonly #loops = new Map<string, LoopFunction>();
  readonly #threads: number;
  readonly #coprocessor: Coprocessor | undefined;

  constructor(graph: Graph, threads: number, coprocessor: Coprocessor | undefined) {
    this.#graph = graph;
    this.#threads = threads;
    this.#coprocessor = coprocessor;
    this.#regionOf = new Array(graph.values.length);
    this.#numbers = new Map(
      graph.constants.flatMap(({ value, scalar }) => (scalar === undefined ? [] : [[value, scalar] as const])),
    );
  }

  lower(): LoweredGraph {
    const { inputs, constants } = this.#graph;
    for (const id of sourcesOf(this.#graph)) this.#regionOf[id] = this.#regions.add(this.#bytesOf(id));
    for (const id of [...inputs, ...constants.map(({ value }) => value)]) this.#given.add(this.#region(id));
    const { units, roots } = groupNodes(this.#graph, (node) => isElementwise(this.#graph, node));
    const usedBy = this.#usersOf(units, roots);
    units.forEach((unit, place) => {
      const rootOf = (id: ValueId): ValueId => roots[id] as ValueId;
      if (unit.isLoop) this.#lowerLoop(unit, rootOf, (id) => usedBy(id, place));
      else this.#lowerNode(unit.nodes[0] as Node, rootOf);
    });
    return {
      regions: this.#regions,
      steps: this.#steps,
      regionOf: roots.map((root) => this.#regionOf[root]),
      checks: this.#checks,
    };
  }

  #value(id: ValueId): Value {
    return this.#graph.values[id] as Value;
  }

  #bytesOf(id: ValueId): number {
    const { shape, dtype } = this.#value(id);
    return sizeOf(shape) * util.bytesPerElement(dtype);
  }

  #region(id: ValueId): Region {
    return this.#regionOf[id] as Region;
  }

  /** Whether a value is used by another unit than the one at a place, or is a result. */
  #usersOf(units: readonly Unit[], roots: readonly ValueId[]): (id: ValueId, place: number) => boolean {
    const { state, outputs } = this.#graph;
    const results = new Set([...state.map(({ next }) => roots[next]), ...outputs.map((id) => roots[id])]);
    const users = new Map<ValueId, Set<number>>();
    units.forEach(({ nodes }, place) => {
      for (const { inputs } of nodes) {
        for (const { value } of inputs) {
          const root = roots[value] as ValueId;
          users.set(root, (users.get(root) ?? new Set()).add(place));
        }
      }
    });
    return (id, place) => results.has(id) || [...(users.get(id) ?? [])].some((user) => user !== place);
  }

  #lowerLoop({ nodes }: Unit, rootOf: (id: ValueId) => ValueId, isUsedOutside: (id: ValueId) => boolean): void {
    const { loop, inputs, outputs, aligned } = loopOfUnit(this.#graph, nodes, this.#numbers, rootOf, isUsedOutside);
    for (const id of outputs) this.#regionOf[id] = this.#regions.add(this.#bytesOf(id));
    this.#steps.push({
      kind: 'calls',
      calls: [this.#callOfLoop(loop, inputs, outputs)],
      aligned: new Set([...aligned].map((id) => this.#region(id))),
      title: `loop over ${formatShape(loop.shape)}: ${nodes.map(({ kernelName }) => kernelName).join(', ')}`,
    });
  }

  #callOfLoop(loop: Loop, inputs: readonly ValueId[], outputs: readonly ValueId[]): Call {
    const [from, to] = [inputs, outputs].map((ids) => ids.map((id) => this.#region(id).address)) as [
      number[],
      number[],
    ];
    const words = this.#coprocessor?.loop(loop);
    if (words !== undefined) return { addresses: [...from, ...to], words };
    const { fn, division } = this.#loopFunction(loop);
    const shared = division === undefined ? {} : { range: division.units, grain: division.grain };
    const named = [
      ...from.map((address, index) => [`in${index}`, address]),
      ...to.map((address, index) => [`out${index}`, address]),
    ];
    return { ...callOf(fn, Object.fromEntries(named)), ...shared };
  }

  /** The function of a loop: loops that differ in addresses only share it. */
  #loopFunction(loop: Loop): LoopFunction {
    const key = JSON.stringify(loop, (_, value: unknown) => (typeof value === 'number' ? exactText(value) : value));
    const known = this.#loops.get(key) ?? loopFunction(`loop ${this.#loops.size}`, loop, this.#threads > 1);
    this.#loops.set(key, known);
    return known;
  }

  #lowerNode(node: Node, rootOf: (id: ValueId) => ValueId): void {
    const { kernelName, inputs, isVariadic, attributes, outputs } = node;
    const tensors: { [name: string]: TracedTensor } = isVariadic ? ([] as never) : {};
    for (const { name, value } of inputs) {
      const { shape, dtype } = this.#value(value);
      tensors[name] = { dataId: this.#region(rootOf(value)), shape: [...shape], dtype };
    }
    const calls: Call[] = [];
    const traced = this.#isEmpty(node) ? undefined : this.#trace(kernelName, tensors, attributes, calls);
    if (traced !== undefined && calls.length <= mostCalls) {
      outputs.forEach((id, place) => {
        this.#regionOf[id] = (traced[place] as TracedTensor).dataId;
      });
      this.#steps.push({ kind: 'calls', calls, aligned: new Set(), title: kernelName });
      return;
    }
    for (const id of outputs) this.#regionOf[id] = this.#regions.add(this.#bytesOf(id));
    this.#steps.push({
      kind: 'kernel',
      node,
      inputs: inputs.map(({ name, value }) => ({
        name,
        region: this.#region(rootOf(value)),
        value: this.#value(value),
      })),
      outputs: outputs.map((id) => ({ region: this.#region(id), value: this.#value(id) })),
    });
  }

  /** Whether a call has to do with tensors without elements: kernels see to these cases. */
  #isEmpty({ inputs, outputs }: Node): boolean {
    return [...inputs.map(({ value }) => value), ...outputs].some((id) => sizeOf(this.#value(id).shape) === 0);
  }

  /** What a kernel would run, added to `calls`, and its outputs; undefined where that is not known before it runs. */
  #trace(
    kernelName: string,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: object,
    calls: Call[],
  ): TensorInfo[] | undefined {
    const runtime = tracingRuntime(
      this.#threads,
      this.#regions,
      calls,
      (name, from, given) => {
        const [output] = this.#trace(name, from, given, calls) ?? [];
        if (output === undefined) throw new NotTraceable();
        return output;
      },
      (name, { dataId, shape }, length) => {
        if (!this.#given.has(dataId)) return false;
        this.#checks.push({ kernelName: name, region: dataId, size: sizeOf(shape), length });
        return true;
      },
    );
    try {
      const own =
        this.#coprocessor?.compute(runtime, kernelName, inputs, attributes) ??
        lowerReduction(runtime, kernelName, inputs, attributes) ??
        lowerMovement(runtime, kernelName, inputs, attributes);
      if (own !== undefined) return [own].flat();
      const kernel = kernelsByName.get(kernelName);
      if (kernel === undefined || kernel.isLeftToUpstream?.(inputs as never, attributes as never) === true)
        return undefined;
      return [kernel.compute(runtime, inputs as never, attributes as never)].flat();
    } catch (error) {
      if (error instanceof NotTraceable) return undefined;
      throw error;
    }
  }
}

/** A number as text that JSON would not change: it has no word for NaN, infinities and the sign of zero. */
function exactText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
