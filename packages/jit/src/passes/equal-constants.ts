/** Constants that hold the same number become one. */
import type { Graph, ValueId } from '../graph.js';
import { replaceUses, withNodes } from './rewrite.js';

/** Of constants of one number, dtype and shape the first remains. */
export function shareConstants(graph: Graph): Graph {
  const firsts = new Map<string, ValueId>();
  const replacement = new Map<ValueId, ValueId>();
  for (const { value, scalar } of graph.constants) {
    if (scalar === undefined) continue;
    const { shape, dtype } = graph.values[value] as Graph['values'][number];
    const key = `${dtype} [${shape.join()}] ${Object.is(scalar, -0) ? '-0' : scalar}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, value);
    else replacement.set(value, first);
  }
  const shared = replaceUses(graph, replacement);
  return withNodes(shared, shared.nodes);
}
