/** The demo as a page: the training file of the terminal, with a select box and a live curve around it. */
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import { webgl } from '@isograd/backend-webgl';
import type { Backend } from '@isograd/core';
import type { Sequential, TrainingInfo } from '@isograd/layers';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { train } from '../src/train.js';
import { lossCurve } from './loss-curve.js';
import { showResults } from './results.js';

const wasmPaths = { 'tfjs-backend-wasm-simd.wasm': simdUrl };
const backends: Readonly<Record<string, () => Backend>> = { cpu, wasm: () => wasm({ wasmPaths }), webgl };

function element<T extends HTMLElement>(id: string, Class: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof Class) return found;
  throw new Error(`the page has no ${Class.name} with the id "${id}"`);
}

const controls = element('controls', HTMLFormElement);
const stopButton = element('stop', HTMLButtonElement);
const status = element('status', HTMLElement);
const progress = element('progress', HTMLProgressElement);
const result = element('result', HTMLElement);
const digits = element('digits', HTMLElement);
const confusion = element('confusion', HTMLElement);
const curve = lossCurve(element('curve', HTMLElement));
let model: Sequential | undefined;

stopButton.addEventListener('click', () => {
  if (model !== undefined) model.stopTraining = true;
});

controls.addEventListener('submit', (event) => {
  event.preventDefault();
  void runTraining(new FormData(controls));
});

async function runTraining(form: FormData): Promise<void> {
  const makeBackend = backends[String(form.get('backend'))] ?? cpu;
  const epochs = Number(form.get('epochs'));
  const seed = Number(form.get('seed'));
  setRunning(true);
  curve.clear();
  digits.replaceChildren();
  confusion.replaceChildren();
  result.textContent = '';
  result.dataset['done'] = 'false';
  status.textContent = 'Starting…';
  let info: TrainingInfo | undefined;
  let epochNumber = 0;
  try {
    const outcome = await train({
      backend: makeBackend(),
      epochs,
      seed,
      onModel: (made) => {
        model = made;
      },
      callback: {
        onTrainBegin: (training) => {
          info = training;
        },
        onEpochBegin: (epoch) => {
          epochNumber = epoch;
        },
        onBatchEnd: (batch, { batchLoss, loss, accuracy }) => {
          curve.add(batchLoss);
          const steps = info?.stepsPerEpoch ?? 1;
          progress.value = (epochNumber * steps + batch + 1) / (epochs * steps);
          status.textContent = `Epoch ${epochNumber + 1} of ${epochs}: loss ${loss?.toFixed(4)}, accuracy ${accuracy?.toFixed(4)}`;
        },
      },
    });
    const { testAccuracy, testCorrect, testCount, backendName, seconds } = outcome;
    status.textContent = 'Done.';
    result.textContent = `Test accuracy ${testAccuracy.toFixed(4)} (${testCorrect} of ${testCount}), backend ${backendName}, seed ${seed}, ${seconds.toFixed(1)} s`;
    showResults(outcome, digits, confusion);
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    model = undefined;
    result.dataset['done'] = 'true';
    setRunning(false);
  }
}

function setRunning(isRunning: boolean): void {
  stopButton.disabled = !isRunning;
  for (const control of controls.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLButtonElement>(
    'input, select, button[type=submit]',
  )) {
    control.disabled = isRunning;
  }
}
