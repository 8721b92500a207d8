/**
 * Lowers a graph to one program: a WebAssembly module on tfjs's memory, in which addresses are constants. A run writes
 * the addresses of the caller's tensors into a table, and calls it.
 */
import { sizeOf } from '@isograd/core';
import { assignedState, type Executable, type Graph, type RunResult } from '@isograd/jit';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type DataType, engine, getKernel, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { machineOf } from '../runtime.js';
import { Build } from './build.js';
import { isInstruction } from './calls.js';
import type { Coprocessor, InstructionList } from './coprocessor.js';
import type { IndexCheck, KernelStep } from './lower-graph.js';
import type { Region } from './regions.js';

/**
 * Lowers a graph for the active backend, which is a started one of this package, or one that stands on it.
 *
 * @param coprocessor - Computes what it can; left out: there is none.
 */
export function lower(graph: Graph, coprocessor?: Coprocessor): Executable {
  const program = new Program(graph, engine().backend as BackendWasm, coprocessor);
  program.compile();
  return program;
}

/** The same, compiled aside. */
export async function lowerAsync(graph: Graph, coprocessor?: Coprocessor): Promise<Executable> {
  const program = new Program(graph, engine().backend as BackendWasm, coprocessor);
  await program.compileAside();
  return program;
}

class Program implements Executable {
  readonly #captured: Graph;
  readonly #backend: BackendWasm;
  readonly #coprocessor: Coprocessor | undefined;
  #build: Build;
  #runs: readonly (() => void)[] = [];
  /** Those of the coprocessor. */
  #lists: InstructionList[] = [];
  /** The table that they find their tensors in. */
  #slots: Uint32Array = new Uint32Array();
  /** Tensors of kernels that lie in the arena. */
  readonly #arenaTensors = new Map<Region, TensorInfo>();
  /** Places, among the state, of the variables that are assigned. */
  readonly #assigned: readonly number[];
  readonly #outputs: readonly { readonly shape: number[]; readonly dtype: DataType }[];
  /** The caller's tensors and results, while a run needs them. */
  #given: readonly TensorInfo[] = [];
  /** Outputs of kernels, while a run needs them. */
  readonly #ofKernels = new Map<Region, TensorInfo>();

  constructor(graph: Graph, backend: BackendWasm, coprocessor: Coprocessor | undefined) {
    this.#captured = graph;
    this.#backend = backend;
    this.#coprocessor = coprocessor;
    this.#build = new Build(graph, machineOf(backend), coprocessor);
    const assigned = new Set(assignedState(graph));
    this.#assigned = graph.state.flatMap((slot, place) => (assigned.has(slot) ? [place] : []));
    this.#outputs = graph.outputs.map((id) => {
      const { shape, dtype } = graph.values[id] as Graph['values'][number];
      return { shape: [...shape], dtype };
    });
  }

  get graph(): Graph {
    return this.#build.graph;
  }

  /** Compiles it at once. */
  compile(): void {
    try {
      const { bytes } = this.#build;
      this.#start(bytes && new WebAssembly.Module(bytes));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Compiles it while the caller does something else. */
  async compileAside(): Promise<void> {
    try {
      const { bytes } = this.#build;
      this.#start(bytes && (await WebAssembly.compile(bytes)));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #start(module: WebAssembly.Module | undefined): void {
    const exports = module && this.#build.instantiate(module);
    this.#runs = this.#build.stages.map((stage) => {
      if (stage.kind === 'kernel') return () => this.#runKernel(stage);
      if (stage.kind === 'segment') return exports?.[stage.name] as () => void;
      const list = this.#coprocessor?.compile(this.#build.words.get(stage) as Int32Array) as InstructionList;
      this.#lists.push(list);
      return () => list.execute(this.#slots);
    });
  }

  /** After a change of threads or of instructions it is made anew. */
  #fitMachine(): void {
    const machine = machineOf(this.#backend);
    machine.pool?.requireWhole();
    if (machine === this.#build.machine) return;
    this.dispose();
    this.#build = new Build(this.#captured, machine, this.#coprocessor);
    this.compile();
  }

  run(inputs: readonly TensorInfo[], state: readonly TensorInfo[], constants: readonly TensorInfo[]): RunResult {
    this.#fitMachine();
    for (const check of this.#build.checks) this.#check(check, inputs, constants);
    const made: TensorInfo[] = [];
    try {
      const current = [...state];
      const next = this.#assigned.map((place) => {
        const own = this.#ownOf(state[place] as TensorInfo, place, inputs);
        if (own === undefined) return undefined;
        made.push(own);
        current[place] = own;
        return own;
      });
      const outputs = this.#outputs.map(({ shape, dtype }) => {
        const output = this.#backend.makeOutput(shape, dtype);
        made.push(output);
        return output;
      });
      this.#given = [...inputs, ...current, ...constants, ...outputs];
      this.#fillTable(this.#given);
      for (const run of this.#runs) run();
      return { state: next, outputs };
    } catch (error) {
      for (const { dataId } of made) this.#backend.disposeData(dataId);
      throw error;
    } finally {
      for (const { dataId } of this.#ofKernels.values()) this.#backend.disposeData(dataId);
      this.#ofKernels.clear();
      this.#given = [];
    }
  }

  report(): string {
    const { bytes, placement } = this.#build;
    const lines = placement.steps.map((step) => {
      if (step.kind === 'kernel') return `  ${step.node.kernelName}: registered kernel`;
      const { title, calls } = step;
      const by = calls.every(isInstruction) && calls.length > 0 ? `: ${this.#coprocessor?.name ?? ''}` : '';
      return `  ${title}${by}${calls.length > 1 ? ` (${calls.length} calls)` : ''}`;
    });
    const kernels = placement.steps.filter(({ kind }) => kind === 'kernel').length;
    return [
      `${this.graph.name}: ${lines.length} steps, ${kernels} registered kernels, ${bytes?.length ?? 0} bytes of code, ${placement.arenaBytes} bytes of memory`,
      ...lines,
    ].join('\n');
  }

  dispose(): void {
    for (const { dataId } of this.#arenaTensors.values()) {
      this.#backend.wasm?.tfjs.disposeData(this.#backend.dataIdMap.get(dataId).id);
      this.#backend.dataIdMap.delete(dataId);
    }
    this.#arenaTensors.clear();
    for (const list of this.#lists) list.release();
    this.#lists = [];
    this.#build.dispose();
  }

  #fillTable(tensors: readonly TensorInfo[]): void {
    const { dataIdMap } = this.#backend;
    // A tensor of another backend moves here, which may make memory grow: the table is looked at afterwards.
    const addresses = tensors.map(({ dataId }) => dataIdMap.get(dataId).memoryOffset);
    this.#slots = this.#build.slots();
    this.#slots.set(addresses);
  }

  /**
   * A copy of a variable's data for the program to write, where somebody else has hold of them: another tensor, or the
   * arguments. Undefined where the variable is their only owner.
   */
  #ownOf(info: TensorInfo, place: number, inputs: readonly TensorInfo[]): TensorInfo | undefined {
    const { dataId, dtype } = info;
    const from = this.#backend.dataIdMap.get(dataId).memoryOffset; // one of another backend moves here
    const isShared = this.#backend.refCount(dataId) > 1 || inputs.some((input) => input.dataId === dataId);
    if (!isShared) return undefined;
    const { shape } = this.graph.values[this.graph.state[place]?.current ?? 0] as Graph['values'][number];
    const own = this.#backend.makeOutput([...shape], dtype);
    this.#copy(from, this.#backend.dataIdMap.get(own.dataId).memoryOffset, sizeOf(shape) * util.bytesPerElement(dtype));
    return own;
  }

  #copy(from: number, to: number, sizeBytes: number): void {
    new Uint8Array(this.#build.machine.memory.buffer).copyWithin(to >>> 0, from >>> 0, (from >>> 0) + sizeBytes);
  }

  #check(
    { kernelName, region, size, length }: IndexCheck,
    inputs: readonly TensorInfo[],
    constants: readonly TensorInfo[],
  ): void {
    const place = this.#build.placement.placeOf.get(region);
    if (place?.kind !== 'slot') return;
    const { slots } = this.#build.placement;
    const info = place.slot < slots.state ? inputs[place.slot] : constants[place.slot - slots.constants];
    if (info !== undefined) {
      this.#build.machine.runtime.requireIndices(kernelName, { ...info, shape: [size] }, length);
    }
  }

  #runKernel({ node, inputs, outputs }: KernelStep): void {
    const named: { [name: string]: TensorInfo } = node.isVariadic ? ([] as never) : {};
    for (const { name, region, value } of inputs) {
      const { dataId } = this.#tensorIn(region, value.shape, value.dtype);
      named[name] = { dataId, shape: [...value.shape], dtype: value.dtype };
    }
    const { kernelFunc } = getKernel(node.kernelName, engine().backendName) as KernelConfig;
    const results = [kernelFunc({ inputs: named, attrs: node.attributes as never, backend: this.#backend })].flat();
    outputs.forEach(({ region }, index) => {
      const result = this.#owned(results[index] as TensorInfo);
      this.#ofKernels.set(region, result);
      const slot = this.#build.placement.slots.kernels.get(region) ?? 0;
      this.#slots[slot] = this.#backend.dataIdMap.get(result.dataId).memoryOffset;
    });
  }

  /** What a kernel has returned, with data of its own: not those of an input under another shape, which the arena reuses. */
  #owned(result: TensorInfo): TensorInfo {
    const isInArena = [...this.#arenaTensors.values()].some(({ dataId }) => dataId === result.dataId);
    if (!isInArena) return result;
    const own = this.#backend.makeOutput(result.shape, result.dtype);
    const [from, to] = [result, own].map(({ dataId }) => this.#backend.dataIdMap.get(dataId).memoryOffset);
    this.#copy(from ?? 0, to ?? 0, sizeOf(result.shape) * util.bytesPerElement(result.dtype));
    this.#backend.disposeData(result.dataId);
    return own;
  }

  #tensorIn(region: Region, shape: readonly number[], dtype: DataType): TensorInfo {
    const place = this.#build.placement.placeOf.get(region);
    if (place?.kind === 'slot') return (this.#given[place.slot] ?? this.#ofKernels.get(region)) as TensorInfo;
    const known = this.#arenaTensors.get(region);
    if (known !== undefined) return known;
    const made = this.#backend.makeOutput([...shape], dtype, this.#build.arena + (place?.offset ?? 0));
    this.#arenaTensors.set(region, made);
    return made;
  }
}
