/**
 * Runs a graph kernel by kernel, on any backend: without the engine's bookkeeping and without the tape, and with each
 * value disposed right after its last use.
 */
import { engine, getKernel, type KernelBackend, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Executable } from './executable.js';
import { assignedState, type Graph, type Node, resultsOf, sourcesOf, type ValueId } from './graph.js';

/** One kernel call, with what is known before it runs. */
interface Step {
  readonly node: Node;
  readonly kernelFunc: KernelConfig['kernelFunc'];
  /** Values that nobody needs after it. */
  readonly ends: readonly ValueId[];
}

/** An executable that replays the kernels of a graph on the active backend. */
export function replay(graph: Graph): Executable {
  const { backend, backendName } = engine();
  const steps = planSteps(graph, backendName);
  const sources = sourcesOf(graph);
  const results = planResults(graph);
  const assigned = assignedState(graph).length;
  return {
    graph,
    run: (inputs, state, constants) => {
      const infos = new Array<TensorInfo | undefined>(graph.values.length);
      [...inputs, ...state, ...constants].forEach((info, place) => {
        infos[sources[place] as ValueId] = info;
      });
      for (const step of steps) {
        try {
          runStep(step, graph, infos, backend);
        } catch (error) {
          disposeComputed(graph, infos, backend);
          throw error;
        }
      }
      const list = results.map(({ id, isShared }) => {
        // A variable is not what it holds now: it may be assigned before this result is adopted.
        const { dataId, shape, dtype } = infos[id] as TensorInfo;
        if (isShared) backend.incRef(dataId);
        return { dataId, shape, dtype };
      });
      return { state: list.slice(0, assigned), outputs: list.slice(assigned) };
    },
    report: () => `replay of ${graph.name}: ${steps.length} kernels on ${backendName}`,
    dispose: () => undefined,
  };
}

function planSteps(graph: Graph, backendName: string): Step[] {
  const lastUse = new Map<ValueId, number>();
  graph.nodes.forEach(({ inputs, outputs }, place) => {
    for (const id of outputs) lastUse.set(id, place);
    for (const { value } of inputs) if (lastUse.has(value)) lastUse.set(value, place); // those of nodes only
  });
  for (const id of resultsOf(graph)) lastUse.delete(id);
  const ends = graph.nodes.map((): ValueId[] => []);
  for (const [id, place] of lastUse) ends[place]?.push(id);
  return graph.nodes.map((node, place) => ({
    node,
    kernelFunc: (getKernel(node.kernelName, backendName) as KernelConfig).kernelFunc,
    ends: ends[place] ?? [],
  }));
}

function runStep(
  { node, kernelFunc, ends }: Step,
  { values }: Graph,
  infos: (TensorInfo | undefined)[],
  backend: KernelBackend,
): void {
  const inputs: { [name: string]: TensorInfo } = node.isVariadic ? ([] as never) : {};
  for (const { name, value } of node.inputs) inputs[name] = infos[value] as TensorInfo;
  const outputs = kernelFunc({ inputs, attrs: node.attributes as never, backend });
  (Array.isArray(outputs) ? outputs : [outputs]).forEach(({ dataId }, place) => {
    const id = node.outputs[place] as ValueId;
    const { shape, dtype } = values[id] as (typeof values)[number];
    infos[id] = { dataId, shape: [...shape], dtype };
  });
  for (const id of ends) {
    backend.disposeData((infos[id] as TensorInfo).dataId);
    infos[id] = undefined;
  }
}

/** What kernels have computed before one failed. */
function disposeComputed({ nodes }: Graph, infos: readonly (TensorInfo | undefined)[], backend: KernelBackend): void {
  for (const { outputs } of nodes) {
    for (const id of outputs) {
      const info = infos[id];
      if (info !== undefined) backend.disposeData(info.dataId);
    }
  }
}

/** A result, and whether it has an owner already: it came from outside, or is a result before. It then gets one more. */
interface PlannedResult {
  readonly id: ValueId;
  readonly isShared: boolean;
}

function planResults(graph: Graph): PlannedResult[] {
  const owned = new Set(sourcesOf(graph));
  return resultsOf(graph).map((id) => {
    const isShared = owned.has(id);
    owned.add(id);
    return { id, isShared };
  });
}
