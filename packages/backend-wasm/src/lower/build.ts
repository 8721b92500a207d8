/** A graph made ready for one machine: its memory and its module. */
import { expandComposites, fuseEpilogues, type Graph } from '@isograd/jit';
import { allPages } from '../memory-section.js';
import type { Machine } from '../runtime.js';
import { awaitImport } from '../threads/job-functions.js';
import type { Coprocessor } from './coprocessor.js';
import { emitProgram, type Sharing } from './emit-program.js';
import { wordsOf } from './instruction-words.js';
import { type IndexCheck, lowerGraph } from './lower-graph.js';
import { type Placement, placeRegions } from './placement.js';
import { type Stage, stagesOf } from './stages.js';

const bytesPerWord = 4;
const alignment = 64;

/** Numbers of programs, by which workers know them. */
let programs = 0;

/** Memory and code of one graph on one machine. */
export class Build {
  readonly machine: Machine;
  /** The graph that is run: composites are written out, epilogues fused. */
  readonly graph: Graph;
  readonly checks: readonly IndexCheck[];
  readonly placement: Placement;
  readonly stages: readonly Stage[];
  /** The module, to be compiled; undefined where no function is called. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** By stage, the list of instructions that it is. */
  readonly words: ReadonlyMap<Stage, Int32Array>;
  /** Address of the table of slots. */
  readonly table: number;
  /** Address of what the program computes on the way. */
  readonly arena: number;
  readonly #allocated: number;
  /** Address of the binary, which workers compile; 0 where there are none. */
  readonly #code: number = 0;

  /**
   * @param coprocessor - Computes what it can; left out: there is none.
   * @throws {BackendError} BACKEND_OUT_OF_MEMORY
   */
  constructor(captured: Graph, machine: Machine, coprocessor?: Coprocessor) {
    this.machine = machine;
    this.graph = fuseEpilogues(expandComposites(captured, coprocessor?.composites), coprocessor !== undefined);
    const { features, isShared, pool, memory } = machine;
    const { regions, steps, regionOf, checks } = lowerGraph(this.graph, pool?.threads ?? 1, coprocessor);
    this.checks = checks;
    this.placement = placeRegions(this.graph, { regions, steps, regionOf, checks });
    const { slots, arenaBytes } = this.placement;
    const codeWords = 2; // behind the table
    const tableBytes = Math.ceil((bytesPerWord * (slots.count + codeWords)) / alignment) * alignment;
    this.#allocated = machine.allocate(tableBytes + arenaBytes + alignment);
    this.table = Math.ceil(this.#allocated / alignment) * alignment;
    this.arena = this.table + tableBytes;
    const code = this.table + bytesPerWord * slots.count;
    this.stages = stagesOf(this.placement.steps);
    this.words = new Map(
      this.stages.flatMap((stage) =>
        stage.kind === 'instructions' ? [[stage, wordsOf(stage.calls, this.placement, regions, this.arena)]] : [],
      ),
    );
    const segments = this.stages.filter((stage) => stage.kind === 'segment');
    if (segments.length === 0) return;
    const sharing: Sharing | undefined = pool && {
      threads: pool.threads,
      block: pool.block,
      number: ++programs,
      code,
    };
    this.bytes = emitProgram(
      segments,
      this.placement,
      regions,
      { arena: this.arena, table: this.table },
      { module: 'tfjs', name: 'memory', minimumPages: 1, isShared, ...(isShared ? { maximumPages: allPages } : {}) },
      features,
      sharing,
    );
    if (pool !== undefined) {
      this.#code = machine.allocate(this.bytes.length);
      new Uint8Array(memory.buffer).set(this.bytes, this.#code);
      new Int32Array(memory.buffer, code, codeWords).set([this.#code, this.bytes.length]);
    }
  }

  /** The segments of the program, by the names of their stages. */
  instantiate(module: WebAssembly.Module): WebAssembly.Exports {
    const { memory, pool } = this.machine;
    const jobs = { [awaitImport.name]: () => pool?.awaitWorkers() };
    return new WebAssembly.Instance(module, { tfjs: { memory }, [awaitImport.module]: jobs }).exports;
  }

  /** The table of slots: valid until memory grows. */
  slots(): Uint32Array {
    return new Uint32Array(this.machine.memory.buffer, this.table, this.placement.slots.count);
  }

  /** Frees its memory. */
  dispose(): void {
    this.machine.free(this.#allocated);
    if (this.#code !== 0) this.machine.free(this.#code);
  }
}
