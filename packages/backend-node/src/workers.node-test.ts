/** Several threads of JavaScript train at once, each with an addon of its own, on the built packages as users run them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { nativeAbsence } from './testing/native-memory.js';

const workers = 8;

/** Trains a small network alone, and then in every worker at once; prints the losses of all. */
const program = `
import { Worker } from 'node:worker_threads';

async function train([core, backend, layered, optimizers]) {
  const { NdArray, useBackend } = await import(core);
  const { node } = await import(backend);
  const { conv2d, dense, flatten, maxPooling2d, sequential } = await import(layered);
  const { adam } = await import(optimizers);
  await useBackend(node({ threads: 2 }));
  const layers = [
    conv2d({ inputShape: [12, 12, 2], filters: 8, kernelSize: 3, activation: 'relu' }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units: 64, activation: 'relu' }),
    dense({ units: 4 }),
  ];
  const model = sequential({ seed: 3, layers });
  model.compile({ optimizer: adam(), loss: 'meanSquaredError' });
  const values = (size) => Float32Array.from({ length: size }, (_, index) => Math.sin(index * index));
  const x = new NdArray(values(32 * 288), [32, 12, 12, 2]);
  const y = new NdArray(values(32 * 4), [32, 4]);
  const losses = [];
  for (let step = 0; step < 40; step++) losses.push((await model.trainOnBatch(x, y)).loss);
  return losses;
}

const packages = ['core', 'backend-node', 'layers', 'optimizers'].map((name) => import.meta.resolve('@isograd/' + name));
const script = \`
  const { parentPort, workerData } = require('node:worker_threads');
  (\${train})(workerData).then((losses) => parentPort.postMessage(losses));\`;
const start = () => new Promise((resolve, reject) => {
  const worker = new Worker(script, { eval: true, workerData: packages, execArgv: [] });
  worker.on('message', resolve);
  worker.on('error', reject);
});
const alone = await train(packages);
console.log(JSON.stringify([alone, ...(await Promise.all(Array.from({ length: ${workers} }, start)))]));
`;

it.skipIf(nativeAbsence !== undefined)(
  `${workers} workers train at once as one does alone ${nativeAbsence ?? ''}`,
  async () => {
    const cwd = fileURLToPath(new URL('../../../tools/bench', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd });
    const [alone = [], ...together] = JSON.parse(stdout) as number[][];
    expect(alone.length).toBe(40);
    expect(alone.at(-1)).toBeLessThan((alone[0] as number) / 2);
    expect(together).toEqual(Array.from({ length: workers }, () => alone));
  },
);
