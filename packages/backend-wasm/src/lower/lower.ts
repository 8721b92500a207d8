/**
 * Lowers a graph to one program: a WebAssembly module on tfjs's memory, in which addresses are constants. A run writes
 * the addresses of the caller's tensors into a table, and calls it.
 */
import { sizeOf } from '@isograd/core';
import { assignedState, type Executable, expandComposites, type Graph, type RunResult } from '@isograd/jit';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type DataType, engine, getKernel, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allPages } from '../memory-section.js';
import { type Machine, machineOf } from '../runtime.js';
import { emitProgram, type EmittedProgram } from './emit-program.js';
import { type IndexCheck, type KernelStep, type LoweredGraph, lowerGraph } from './lower-graph.js';
import { type Placement, placeRegions } from './placement.js';
import type { Region } from './regions.js';

/** Lowers a graph for the active backend, which is a started one of this package. */
export function lower(graph: Graph): Executable {
  const program = new Program(graph);
  try {
    program.start(new WebAssembly.Module(program.bytes));
    return program;
  } catch (error) {
    program.dispose();
    throw error;
  }
}

/** The same, compiled aside. */
export async function lowerAsync(graph: Graph): Promise<Executable> {
  const program = new Program(graph);
  try {
    program.start(await WebAssembly.compile(program.bytes));
    return program;
  } catch (error) {
    program.dispose();
    throw error;
  }
}

/** A word of memory a slot, and nothing more than that. */
const bytesPerSlot = 4;
const alignment = 64;

class Program implements Executable {
  readonly graph: Graph;
  readonly #lowered: LoweredGraph;
  readonly #placement: Placement;
  readonly #backend: BackendWasm;
  readonly #machine: Machine;
  readonly #emitted: EmittedProgram;
  readonly #allocated: number;
  readonly #table: number;
  readonly #arena: number;
  #runs: readonly (() => void)[] = [];
  /** Tensors of kernels that lie in the arena. */
  readonly #arenaTensors = new Map<Region, TensorInfo>();
  /** Places, among the state, of the variables that are assigned. */
  readonly #assigned: readonly number[];
  readonly #outputs: readonly { readonly shape: number[]; readonly dtype: DataType }[];
  /** The caller's tensors, while a run needs them. */
  #given: readonly TensorInfo[] = [];
  /** Outputs of kernels, while a run needs them. */
  readonly #ofKernels = new Map<Region, TensorInfo>();

  constructor(captured: Graph) {
    const graph = expandComposites(captured);
    this.graph = graph;
    this.#backend = engine().backend as BackendWasm;
    this.#machine = machineOf(this.#backend);
    this.#lowered = lowerGraph(graph);
    this.#placement = placeRegions(graph, this.#lowered);
    const { slots, arenaBytes } = this.#placement;
    const tableBytes = Math.ceil((bytesPerSlot * slots.count) / alignment) * alignment;
    this.#allocated = this.#machine.allocate(tableBytes + arenaBytes + alignment);
    this.#table = Math.ceil(this.#allocated / alignment) * alignment;
    this.#arena = this.#table + tableBytes;
    const { features, isShared } = this.#machine;
    this.#emitted = emitProgram(
      this.#placement,
      this.#lowered.regions,
      { arena: this.#arena, table: this.#table },
      { module: 'tfjs', name: 'memory', minimumPages: 1, isShared, ...(isShared ? { maximumPages: allPages } : {}) },
      features,
    );
    const assigned = new Set(assignedState(graph));
    this.#assigned = graph.state.flatMap((slot, place) => (assigned.has(slot) ? [place] : []));
    this.#outputs = graph.outputs.map((id) => {
      const { shape, dtype } = graph.values[id] as Graph['values'][number];
      return { shape: [...shape], dtype };
    });
  }

  /** The module, to be compiled. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#emitted.bytes;
  }

  /** Makes it ready to run. */
  start(module: WebAssembly.Module): void {
    const { exports } = new WebAssembly.Instance(module, { tfjs: { memory: this.#machine.memory } });
    this.#runs = this.#emitted.stages.map((stage) =>
      'name' in stage ? (exports[stage.name] as () => void) : () => this.#runKernel(stage),
    );
  }

  run(inputs: readonly TensorInfo[], state: readonly TensorInfo[], constants: readonly TensorInfo[]): RunResult {
    for (const check of this.#lowered.checks) this.#check(check, inputs, constants);
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
      this.#given = [...inputs, ...current, ...constants];
      this.#fillTable([...this.#given, ...outputs]);
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
    const { stages, bytes } = this.#emitted;
    const lines = stages.flatMap((stage) =>
      'name' in stage
        ? stage.steps.map(({ title, calls }) => `  ${title}${calls.length > 1 ? ` (${calls.length} calls)` : ''}`)
        : [`  ${stage.node.kernelName}: registered kernel`],
    );
    const kernels = stages.filter((stage) => !('name' in stage)).length;
    return [
      `${this.graph.name}: ${lines.length} steps, ${kernels} registered kernels, ${bytes.length} bytes of code, ${this.#placement.arenaBytes} bytes of memory`,
      ...lines,
    ].join('\n');
  }

  dispose(): void {
    for (const { dataId } of this.#arenaTensors.values()) {
      this.#backend.wasm?.tfjs.disposeData(this.#backend.dataIdMap.get(dataId).id);
      this.#backend.dataIdMap.delete(dataId);
    }
    this.#arenaTensors.clear();
    this.#machine.free(this.#allocated);
  }

  #fillTable(tensors: readonly TensorInfo[]): void {
    const { dataIdMap } = this.#backend;
    for (const { dataId } of tensors) dataIdMap.get(dataId); // one of another backend moves here, which takes memory
    const words = new Int32Array(this.#machine.memory.buffer, this.#table, this.#placement.slots.count);
    for (let slot = 0; slot < tensors.length; slot++) {
      words[slot] = dataIdMap.get((tensors[slot] as TensorInfo).dataId).memoryOffset;
    }
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
    new Uint8Array(this.#machine.memory.buffer).copyWithin(to >>> 0, from >>> 0, (from >>> 0) + sizeBytes);
  }

  #check(
    { kernelName, region, size, length }: IndexCheck,
    inputs: readonly TensorInfo[],
    constants: readonly TensorInfo[],
  ): void {
    const place = this.#placement.placeOf.get(region);
    if (place?.kind !== 'slot') return;
    const { slots } = this.#placement;
    const info = place.slot < slots.state ? inputs[place.slot] : constants[place.slot - slots.constants];
    if (info !== undefined) {
      this.#machine.runtime.requireIndices(kernelName, { ...info, shape: [size] }, length);
    }
  }

  #runKernel({ node, inputs, outputs }: KernelStep): void {
    const named: { [name: string]: TensorInfo } = node.isVariadic ? ([] as never) : {};
    for (const { name, region, value } of inputs) {
      const { dataId } = this.#tensorIn(region, value.shape, value.dtype);
      named[name] = { dataId, shape: [...value.shape], dtype: value.dtype };
    }
    const { kernelFunc } = getKernel(node.kernelName, 'wasm') as KernelConfig;
    const results = [kernelFunc({ inputs: named, attrs: node.attributes as never, backend: this.#backend })].flat();
    outputs.forEach(({ region }, index) => {
      const result = this.#owned(results[index] as TensorInfo);
      this.#ofKernels.set(region, result);
      const words = new Int32Array(this.#machine.memory.buffer, this.#table, this.#placement.slots.count);
      words[this.#placement.slots.kernels.get(region) ?? 0] = this.#backend.dataIdMap.get(result.dataId).memoryOffset;
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
    const place = this.#placement.placeOf.get(region);
    if (place?.kind === 'slot') return (this.#given[place.slot] ?? this.#ofKernels.get(region)) as TensorInfo;
    const known = this.#arenaTensors.get(region);
    if (known !== undefined) return known;
    const made = this.#backend.makeOutput([...shape], dtype, this.#arena + (place?.offset ?? 0));
    this.#arenaTensors.set(region, made);
    return made;
  }
}
