/** Shows what the network makes of the test digits. */
import type { NdArray } from '@isograd/core';
import { pickDigits } from '../src/draw-digits.js';
import type { TrainResult } from '../src/train.js';

/** Fills the places for digits and for the confusion matrix. */
export function showResults(result: TrainResult, digits: HTMLElement, confusion: HTMLElement): void {
  const picked = pickDigits(result.labels, result.predicted, 8);
  digits.replaceChildren(
    ...picked.map(({ index, label, predicted }) => {
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      caption.textContent = label === predicted ? `${label} ✓` : `${label}, read as ${predicted}`;
      caption.className = label === predicted ? '' : 'wrong';
      figure.append(drawImage(result.images, index), caption);
      return figure;
    }),
  );
  confusion.replaceChildren(confusionTable(result.confusion));
}

function drawImage(images: NdArray, index: number): HTMLCanvasElement {
  const [, height = 0, width = 0] = images.shape;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const pixels = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const grey = 255 * (1 - (images.data[index * width * height + pixel] ?? 0));
    pixels.data.set([grey, grey, grey, 255], 4 * pixel);
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function confusionTable(matrix: TrainResult['confusion']): HTMLTableElement {
  const table = document.createElement('table');
  table.createCaption().textContent = 'Rows: the digit that was written. Columns: the digit that was read.';
  const header = table.createTHead().insertRow();
  header.append(document.createElement('th'), ...matrix.map((_, digit) => headerCell(digit)));
  const body = table.createTBody();
  matrix.forEach((counts, label) => {
    const row = body.insertRow();
    row.append(headerCell(label));
    counts.forEach((count, predicted) => {
      const cell = row.insertCell();
      cell.textContent = count === 0 ? '' : String(count);
      if (count > 0 && label !== predicted) cell.className = 'wrong';
    });
  });
  return table;
}

function headerCell(digit: number): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.textContent = String(digit);
  return cell;
}
