/** The kernels that we have replaced, against those of tfjs. */
import { interleave } from '../interleave.mjs';
import { kernelCases } from '../kernel-cases.mjs';
import { startTable } from '../table.mjs';

/** @typedef {import('../side.mjs').Side} Side */

const milliseconds = 15;

/**
 * @param {Side} isograd
 * @param {Side} peer
 * @param {{ filter: string, rounds: number, peerName: string }} options
 */
export async function measureKernels(isograd, peer, { filter, rounds, peerName }) {
  const row = startTable([
    ['kernel', 57],
    ['ratio', 7],
    ['isograd ms', 10],
    [`${peerName} ms`, 10],
  ]);
  for (const { name } of kernelCases.filter((each) => each.name.includes(filter))) {
    const times = await interleave(
      { peer: () => peer.measure(name, milliseconds), isograd: () => isograd.measure(name, milliseconds) },
      rounds,
    );
    row([name, (times.peer / times.isograd).toFixed(2), times.isograd.toFixed(3), times.peer.toFixed(3)]);
  }
}
