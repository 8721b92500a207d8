/** An update of a million parameters by each recipe: as a program, kernel by kernel, and by the peer's optimizer of that name. */
import { interleave } from '../interleave.mjs';
import { eagerUpdateName, recipesOf, updateName } from '../optimizer-updates.mjs';
import { startTable } from '../table.mjs';

/** @typedef {import('../side.mjs').Side} Side */

const milliseconds = 50;

/**
 * Measures the recipes whose name has `filter` in it, and prints a table of ratios to the time of our program.
 *
 * @param {Side} isograd
 * @param {Side} peer
 * @param {{ filter: string, rounds: number, peerName: string }} options
 */
export async function measureOptimizers(isograd, peer, { filter, rounds, peerName }) {
  const row = startTable([
    ['update', 18],
    [`${peerName} ratio`, 10],
    ['eager ratio', 11],
    ['program ms', 10],
    ['eager ms', 8],
    [`${peerName} ms`, 8],
  ]);
  for (const recipe of recipesOf(isograd).filter((name) => name.includes(filter))) {
    const name = updateName(recipe);
    const own = {
      program: () => isograd.measure(name, milliseconds),
      eager: () => isograd.measure(eagerUpdateName(recipe), milliseconds),
    };
    const times = peer.names.includes(name)
      ? await interleave({ peer: () => peer.measure(name, milliseconds), ...own }, rounds)
      : { peer: undefined, ...(await interleave(own, rounds)) };
    const { program, eager } = times;
    row([
      recipe,
      times.peer === undefined ? '' : (times.peer / program).toFixed(2),
      (eager / program).toFixed(2),
      program.toFixed(3),
      eager.toFixed(3),
      times.peer === undefined ? '' : times.peer.toFixed(3),
    ]);
  }
}
