/** Decides where the regions of a program lie: with the caller, in the caller's variables, or in the program's arena. */
import { type Graph, planMemory, sourcesOf, type ValueId } from '@isograd/jit';
import { addressesOf, type Call, callOf } from './calls.js';
import { copyBytes } from './copy-bytes.js';
import type { LoweredGraph, Step } from './lower-graph.js';
import type { Region, Regions } from './regions.js';

/**
 * Where a region is found. A slot is a word of a table that holds an address: the caller's tensors lie elsewhere in
 * every run.
 */
export type Place =
  | { readonly kind: 'arena'; readonly offset: number }
  | { readonly kind: 'slot'; readonly slot: number };

/** The slots of a table, each kind behind the one before. */
export interface Slots {
  readonly inputs: number;
  readonly state: number;
  readonly constants: number;
  readonly outputs: number;
  /** Of the outputs of registered kernels, which these allocate. */
  readonly kernels: ReadonlyMap<Region, number>;
  readonly count: number;
}

/** Places for everything. */
export interface Placement {
  readonly steps: readonly Step[];
  readonly placeOf: ReadonlyMap<Region, Place>;
  readonly slots: Slots;
  readonly arenaBytes: number;
}

/** Places the regions of a lowered graph, and adds the copies that its results need. */
export function placeRegions(graph: Graph, { regions, steps: lowered, regionOf }: LoweredGraph): Placement {
  const { inputs, state, constants, outputs } = graph;
  const placeOf = new Map<Region, Place>();
  const region = (id: ValueId): Region => regionOf[id] as Region;
  const first = { inputs: 0, state: inputs.length, constants: inputs.length + state.length };
  sourcesOf(graph).forEach((id, slot) => placeOf.set(region(id), { kind: 'slot', slot }));
  const sources = new Set(placeOf.keys());
  const firstOutput = first.constants + constants.length;
  const kernelSlots = new Map<Region, number>();
  for (const step of lowered) {
    if (step.kind !== 'kernel') continue;
    for (const { region: output } of step.outputs) {
      const slot = firstOutput + outputs.length + kernelSlots.size;
      kernelSlots.set(output, slot);
      placeOf.set(output, { kind: 'slot', slot });
    }
  }

  const mentions = lowered.map((step) => mentionsOf(step, regions));
  const [begins, ends] = lifetimesOf(mentions);
  const lastKernel = lowered.findLastIndex(({ kind }) => kind === 'kernel');
  const before: Call[] = [];
  const after: Call[] = [];
  const copy = (from: Region, to: Region): Call =>
    callOf(copyBytes, { from: from.address, to: to.address, sizeBytes: from.sizeBytes });
  /** A region that stands for a slot of the caller. */
  const slotRegion = (slot: number, sizeBytes: number): Region => {
    const made = regions.add(sizeBytes);
    placeOf.set(made, { kind: 'slot', slot });
    return made;
  };

  /** Whether a value may be computed where a variable lies that it replaces. */
  const mayOverwrite = (next: Region, current: Region): boolean => {
    if (placeOf.has(next)) return false;
    const [written = 0, read = -1] = [begins.get(next), ends.get(current)];
    if (written < lastKernel) return false; // should that kernel fail, the variable has to be as it was
    const step = lowered[written];
    return read < written || (read === written && step?.kind === 'calls' && step.aligned.has(current));
  };
  state.forEach(({ current, next }, index) => {
    if (next === current) return;
    const [from, to] = [region(next), region(current)];
    const slot = first.state + index;
    if (mayOverwrite(from, to)) {
      placeOf.set(from, { kind: 'slot', slot });
    } else if (sources.has(from)) {
      const held = regions.add(from.sizeBytes);
      before.push(copy(from, held));
      after.push(copy(held, to));
    } else {
      after.push(copy(from, to));
    }
  });
  outputs.forEach((id, index) => {
    const from = region(id);
    const slot = firstOutput + index;
    if (!placeOf.has(from)) placeOf.set(from, { kind: 'slot', slot });
    else (sources.has(from) ? before : after).push(copy(from, slotRegion(slot, from.sizeBytes)));
  });

  const step = (calls: readonly Call[], title: string): Step[] =>
    calls.length === 0 ? [] : [{ kind: 'calls', calls, aligned: new Set(), title }];
  const steps = [...step(before, 'copies of what is replaced'), ...lowered, ...step(after, 'copies of results')];
  return {
    steps,
    slots: {
      ...first,
      outputs: firstOutput,
      kernels: kernelSlots,
      count: firstOutput + outputs.length + kernelSlots.size,
    },
    ...placeInArena(steps, regions, placeOf),
  };
}

function placeInArena(
  steps: readonly Step[],
  regions: Regions,
  placed: ReadonlyMap<Region, Place>,
): Pick<Placement, 'placeOf' | 'arenaBytes'> {
  const [begins, ends] = lifetimesOf(steps.map((step) => mentionsOf(step, regions)));
  const own = [...begins.keys()].filter((region) => !placed.has(region));
  const { offsets, size } = planMemory(
    own.map((region) => ({
      size: region.sizeBytes,
      first: begins.get(region) as number,
      last: ends.get(region) as number,
    })),
  );
  const placeOf = new Map(placed);
  own.forEach((region, index) => placeOf.set(region, { kind: 'arena', offset: offsets[index] as number }));
  return { placeOf, arenaBytes: size };
}

/** The steps that mention each region: the first, and the last. */
function lifetimesOf(
  mentions: readonly ReadonlySet<Region>[],
): [begins: Map<Region, number>, ends: Map<Region, number>] {
  const begins = new Map<Region, number>();
  const ends = new Map<Region, number>();
  mentions.forEach((regions, place) => {
    for (const region of regions) {
      if (!begins.has(region)) begins.set(region, place);
      ends.set(region, place);
    }
  });
  return [begins, ends];
}

function mentionsOf(step: Step, regions: Regions): Set<Region> {
  if (step.kind === 'kernel') return new Set([...step.inputs, ...step.outputs].map(({ region }) => region));
  return new Set(
    step.calls.flatMap(addressesOf).flatMap((address) => {
      const found = regions.find(address);
      return found === undefined ? [] : [found.region];
    }),
  );
}
