/** The demo in the terminal: `npm run demo -- --backend cpu|wasm|node --epochs N --seed S`. */
import { cpu } from '@isograd/backend-cpu';
import { node } from '@isograd/backend-node';
import { wasm } from '@isograd/backend-wasm';
import { webgl } from '@isograd/backend-webgl';
import { type Backend, BackendError, IsogradError, ValueError } from '@isograd/core';
import { cac } from 'cac';
import { formatConfusionMatrix } from './confusion-matrix.js';
import { drawDigits, pickDigits } from './draw-digits.js';
import { progressOn } from './progress.js';
import { train } from './train.js';

const backends: Readonly<Record<string, () => Backend>> = { cpu, wasm, node, webgl };

interface Arguments {
  readonly backend: unknown;
  readonly epochs: unknown;
  readonly seed: unknown;
}

/** Reads the arguments, trains and prints; the exit status says whether it worked. */
async function main(argv: readonly string[]): Promise<void> {
  const cli = cac('npm run demo --');
  cli
    .command('', 'Train a convolutional network on handwritten digits')
    .option('--backend <name>', 'cpu, wasm or node; webgl needs a page', { default: 'wasm' })
    .option('--epochs <number>', 'passes over the training data', { default: 12 })
    .option('--seed <number>', 'fixes every random choice', { default: 0 })
    .option('--web', 'serve the demo as a page instead')
    .action(run);
  cli.help();
  cli.parse([...argv], { run: false });
  await cli.runMatchedCommand();
}

async function run(options: Arguments): Promise<void> {
  const backend = chooseBackend(options.backend);
  const epochs = wholeNumber('--epochs', options.epochs, 1);
  const seed = wholeNumber('--seed', options.seed, 0);
  const { stdout } = process;
  const progress = progressOn(stdout);
  let interrupts = 0;
  const result = await train({
    backend,
    epochs,
    seed,
    callback: progress.callback,
    onModel(model) {
      process.on('SIGINT', () => {
        interrupts++;
        if (interrupts > 1) process.exit(130);
        model.stopTraining = true;
        progress.say('stopping after this batch; press Ctrl-C again to quit at once');
      });
    },
  });
  const { testAccuracy, testCorrect, testCount, backendName, seconds } = result;
  stdout.write(`\n${formatConfusionMatrix(result.confusion)}\n\n`);
  stdout.write(`${drawDigits(result.images, pickDigits(result.labels, result.predicted, 6))}\n\n`);
  stdout.write(
    `test accuracy ${testAccuracy.toFixed(4)} (${testCorrect} of ${testCount}), backend ${backendName}, seed ${seed}, ${seconds.toFixed(1)} s\n`,
  );
  if (interrupts > 0) process.exitCode = 130;
}

function chooseBackend(name: unknown): Backend {
  const make = typeof name === 'string' && Object.hasOwn(backends, name) ? backends[name] : undefined;
  if (make !== undefined) return make();
  throw new BackendError({
    code: 'BACKEND_NAME',
    where: 'npm run demo',
    problem: 'there is no backend of this name.',
    received: `--backend ${String(name)}`,
    expected: `one of ${Object.keys(backends).join(', ')}`,
    fix: 'npm run demo -- --backend wasm',
  });
}

function wholeNumber(option: string, value: unknown, least: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new ValueError({
    code: 'ARGUMENT',
    where: 'npm run demo',
    problem: `${option} takes a whole number.`,
    received: `${option} ${String(value)}`,
    expected: `an integer of at least ${least}`,
    fix: `npm run demo -- ${option} ${Math.max(least, 5)}`,
  });
}

try {
  await main(process.argv);
} catch (error) {
  const isExpected = error instanceof IsogradError || (error instanceof Error && error.name === 'CACError');
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
