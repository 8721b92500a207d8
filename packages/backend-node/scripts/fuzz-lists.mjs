/** Runs random lists: `node fuzz-lists.mjs ADDON ROUNDS SEED`. Whatever they are, the addon computes or says what is wrong. */
import { createRequire } from 'node:module';
import { generator, randomAddresses, randomList } from './random-lists.mjs';

const [, , file = '', rounds = '1000', seed = '1'] = process.argv;
const addon = createRequire(import.meta.url)(file);
const memory = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });
addon.attach(new Uint8Array(memory.buffer));
new Float32Array(memory.buffer).fill(0.5);
const random = generator(Number(seed));
const counts = { computed: 0, refused: 0 };
const note = (/** @type {unknown} */ problem) => counts[problem === undefined ? 'computed' : 'refused']++;
const { instructionSets } = addon.features();
for (let round = 0; round < Number(rounds); round++) {
  if (round % 64 === 0) addon.setThreads(1 + random.below(3));
  addon.setInstructionSet(instructionSets[random.below(instructionSets.length)]);
  const words = randomList(random, memory.buffer.byteLength);
  note(addon.run(words));
  const handle = addon.compile(words);
  if (typeof handle !== 'number') continue;
  note(addon.execute(handle, randomAddresses(random, memory.buffer.byteLength)));
  addon.release(handle);
}
console.log(JSON.stringify(counts));
