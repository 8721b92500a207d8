/** Draws digits with characters. */
import type { NdArray } from '@isograd/core';

/** From empty to full ink. */
const shades = [' ', '░', '▒', '▓', '█'] as const;

/** A digit to draw and what the network says of it. */
export interface DrawnDigit {
  /** Number of the image. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
}

/**
 * Digits side by side, each with its label and prediction below.
 *
 * @param images - float32 `[count, height, width, 1]` in [0, 1].
 */
export function drawDigits(images: NdArray, drawn: readonly DrawnDigit[]): string {
  const [, height = 0, width = 0] = images.shape;
  const lines = Array.from({ length: height }, (_, y) =>
    drawn.map(({ index }) => drawRow(images, (index * height + y) * width, width)).join('   '),
  );
  const captions = drawn.map(({ label, predicted }) =>
    (label === predicted ? `${label} ✓` : `${label} taken for ${predicted}`).padEnd(2 * width),
  );
  return [...lines, captions.join('   ')].join('\n');
}

/** One row of pixels, two characters each because characters are tall. */
function drawRow(images: NdArray, start: number, width: number): string {
  return Array.from({ length: width }, (_, x) => {
    const ink = images.data[start + x] ?? 0;
    const shade = shades[Math.min(shades.length - 1, Math.round(ink * (shades.length - 1)))] ?? ' ';
    return shade.repeat(2);
  }).join('');
}

/** Some digits worth a look: mistakes first, then others, spread over the test data. */
export function pickDigits(labels: Int32Array, predicted: Int32Array, count: number): DrawnDigit[] {
  const all = Array.from(labels, (label, index): DrawnDigit => ({ index, label, predicted: predicted[index] ?? -1 }));
  const mistakes = all.filter((digit) => digit.label !== digit.predicted).slice(0, Math.ceil(count / 2));
  const right = all.filter((digit) => digit.label === digit.predicted);
  const wanted = count - mistakes.length;
  const step = Math.max(1, Math.floor(right.length / Math.max(1, wanted)));
  return [...mistakes, ...right.filter((_, position) => position % step === 0).slice(0, wanted)];
}
