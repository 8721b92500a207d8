/**
 * Runs a graph kernel by kernel, on any backend: without the engine's bookkeeping and without the tape, and with each
 * value disposed right after its last use.
 */
import { engine, getKernel, type KernelBackend, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Executable, RunResult } from './executable.js';
import { type Graph, type Node, resultsOf, sourcesOf, type ValueId } from './graph.js';

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
  const results = resultsOf(graph);
  return {
    graph,
    run: (inputs, state, constants) => {
      const infos = new Array<TensorInfo | undefined>(graph.values.length);
      [...inputs, ...state, ...constants].forEach((info, place) => {
        infos[sources[place] as ValueId] = info;
      });
      for (const step of steps) runStep(step, graph, infos, backend);
      return takeResults(graph, infos, new Set(sources), results, backend);
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
  for (const id of ends) backend.disposeData((infos[id] as TensorInfo).dataId);
}

/** Each result with an owner of its own: a second use of a value, and what came from outside, get one more. */
function takeResults(
  { state }: Graph,
  infos: readonly (TensorInfo | undefined)[],
  sources: ReadonlySet<ValueId>,
  results: readonly ValueId[],
  backend: KernelBackend & { incRef(dataId: object): void },
): RunResult {
  const taken = new Set<ValueId>();
  const list = results.map((id) => {
    const info = infos[id] as TensorInfo;
    if (sources.has(id) || taken.has(id)) backend.incRef(info.dataId);
    taken.add(id);
    return info;
  });
  return { state: list.slice(0, state.length), outputs: list.slice(state.length) };
}
