/** The passes in their order. */
import type { Graph } from '../graph.js';
import { applyAlgebra } from './algebra.js';
import { removeAliases } from './aliases.js';
import { shareSubexpressions } from './common-subexpressions.js';
import { removeDeadCode } from './dead-code.js';
import { shareConstants } from './equal-constants.js';
import type { Pass } from './rewrite.js';

/** Passes that need to know nothing of a backend. */
export const passes: readonly Pass[] = [
  removeAliases,
  shareConstants,
  applyAlgebra,
  removeAliases,
  shareSubexpressions,
  removeDeadCode,
];

/** The graph after all passes. */
export function simplify(graph: Graph): Graph {
  return passes.reduce((better, pass) => pass(better), graph);
}
