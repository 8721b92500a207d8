/** The comparison in the terminal: `npm run demo -- --example small-batches`. */
import { wasm } from '@isograd/backend-wasm';
import { IsogradError, useBackend, ValueError } from '@isograd/core';
import { cac } from 'cac';
import { compare, formatComparison } from './compare.js';

async function run(options: {
  readonly epochs: unknown;
  readonly examples: unknown;
  readonly seed: unknown;
}): Promise<void> {
  const epochs = wholeNumber('--epochs', options.epochs, 1);
  const trainCount = wholeNumber('--examples', options.examples, 32);
  const seed = wholeNumber('--seed', options.seed, 0);
  await useBackend(wasm());
  const { stdout } = process;
  stdout.write(`${trainCount} digits, ${epochs} epochs, seed ${seed}: accuracy on 360 others\n`);
  const results = await compare({
    batchSizes: [1, 2, 4, 32],
    trainCount,
    epochs,
    seed,
    onResult: ({ method, batchSize, accuracy, seconds }) =>
      void stdout.write(
        `  batch ${String(batchSize).padStart(2)}  ${method.name.padEnd(25)} ${accuracy.toFixed(3)}  ${seconds.toFixed(1)} s\n`,
      ),
  });
  stdout.write(`\n${formatComparison(results)}\n`);
}

function wholeNumber(option: string, value: unknown, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new ValueError({
    code: 'OPTION_VALUE',
    where: 'npm run demo -- --example small-batches',
    problem: `option ${option} is out of its range.`,
    received: String(value),
    expected: `a whole number from ${least}`,
    fix: `pass ${option} ${least}, say.`,
  });
}

const cli = cac('npm run demo -- --example small-batches');
cli
  .command('', 'Compare normalizations for small batches')
  .option('--epochs <number>', 'passes over the training data', { default: 4 })
  .option('--examples <number>', 'digits to train on, at most 1437', { default: 600 })
  .option('--seed <number>', 'fixes every random choice', { default: 0 })
  .action(run);
cli.help();
try {
  cli.parse(process.argv, { run: false });
  await cli.runMatchedCommand();
} catch (error) {
  if (!(error instanceof IsogradError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
