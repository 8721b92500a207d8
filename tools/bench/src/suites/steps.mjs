/** Training steps of whole networks, against those of a peer. */
import { interleave } from '../interleave.mjs';
import { productCase } from '../kernel-cases.mjs';
import { startTable } from '../table.mjs';
import { workloads } from '../workloads.mjs';

/**
 * @typedef {import('../side.mjs').Side} Side
 *
 * @typedef {object} StepRecord
 * @property {string} workload
 * @property {string} backend
 * @property {number} threads - Ours.
 * @property {string} peer
 * @property {number} msPerStep
 * @property {number} peerMsPerStep
 * @property {number} ratio - Time of the peer / our time.
 */

const milliseconds = 250;
const productMilliseconds = 20;

/** Steps whose losses show that a side trains. */
const trialSteps = 10;

/**
 * Measures the workloads whose name has `filter` in it, and prints a table.
 *
 * Its floor is the time that the arithmetic of the step alone would take: its FLOP at the rate of our product of two
 * 256 x 256 matrices, which is measured in turns with the step.
 *
 * @param {Side} isograd
 * @param {Side} peer
 * @param {{ filter: string, rounds: number, peerName: string, backend: string, threads: number }} options
 * @returns {Promise<StepRecord[]>}
 */
export async function measureSteps(isograd, peer, { filter, rounds, peerName, backend, threads }) {
  const row = startTable([
    ['training step', 16],
    ['ratio', 7],
    ['isograd ms', 10],
    [`${peerName} ms`, 9],
    ['floor ms', 8],
    ['isograd loss', 16],
    [`${peerName} loss`, 16],
  ]);
  /** @type {StepRecord[]} */
  const records = [];
  const chosen = workloads.filter(({ name }) => name.includes(filter));
  for (const { name, flop } of chosen.filter((each) => peer.names.includes(each.name))) {
    const ourLoss = await trainTrial(isograd, 'isograd', name);
    const peerLoss = await trainTrial(peer, peerName, name);
    const times = await interleave(
      {
        peer: () => peer.measure(name, milliseconds),
        isograd: () => isograd.measure(name, milliseconds),
        product: () => isograd.measure(productCase.name, productMilliseconds),
      },
      rounds,
    );
    const ratio = times.peer / times.isograd;
    const floor = (flop / productCase.flop) * times.product;
    row([name, ratio.toFixed(2), times.isograd.toFixed(3), times.peer.toFixed(3), floor.toFixed(3), ourLoss, peerLoss]);
    records.push({
      workload: name,
      backend,
      threads,
      peer: peerName,
      msPerStep: times.isograd,
      peerMsPerStep: times.peer,
      ratio,
    });
  }
  const missing = chosen.map(({ name }) => name).filter((name) => !peer.names.includes(name));
  if (missing.length > 0)
    console.log(`\nNot measured, since the side of ${peerName} does not have them: ${missing.join(', ')}.`);
  console.log(`\n${chosen.map(({ name, sizes }) => `${name}: ${sizes}`).join('\n')}`);
  return records;
}

/**
 * Some steps on the same batch, whose loss must fall.
 *
 * @param {Side} side
 * @param {string} sideName
 * @param {string} name
 * @returns {Promise<string>} the first and the last loss.
 */
async function trainTrial(side, sideName, name) {
  const losses = await side.train(name, trialSteps);
  const [first = Number.NaN, last = Number.NaN] = [losses[0], losses.at(-1)];
  if (losses.every(Number.isFinite) && last < first) return `${first.toFixed(4)} → ${last.toFixed(4)}`;
  throw new Error(`${sideName} does not train ${name}: its losses are ${losses.join(', ')}.`);
}
