/** Layers that change images at random as cases of the layer suite. */
import type { CaseInput, LayerCase } from '@isograd/conformance';
import { autoContrast } from '../../layers/augmentation/auto-contrast.js';
import { cutMix } from '../../layers/augmentation/cut-mix.js';
import { equalization } from '../../layers/augmentation/equalization.js';
import { mixUp } from '../../layers/augmentation/mix-up.js';
import { randomBrightness } from '../../layers/augmentation/random-brightness.js';
import { randomColorDegeneration } from '../../layers/augmentation/random-color-degeneration.js';
import { randomColorJitter } from '../../layers/augmentation/random-color-jitter.js';
import { randomContrast } from '../../layers/augmentation/random-contrast.js';
import { randomCrop } from '../../layers/augmentation/random-crop.js';
import { randomErasing } from '../../layers/augmentation/random-erasing.js';
import { randomFlip } from '../../layers/augmentation/random-flip.js';
import { randomGaussianBlur } from '../../layers/augmentation/random-gaussian-blur.js';
import { randomGrayscale } from '../../layers/augmentation/random-grayscale.js';
import { randomHue } from '../../layers/augmentation/random-hue.js';
import { randomInvert } from '../../layers/augmentation/random-invert.js';
import { randomPosterization } from '../../layers/augmentation/random-posterization.js';
import { randomRotation } from '../../layers/augmentation/random-rotation.js';
import { randomSaturation } from '../../layers/augmentation/random-saturation.js';
import { randomSharpness } from '../../layers/augmentation/random-sharpness.js';
import { randomShear } from '../../layers/augmentation/random-shear.js';
import { randomTranslation } from '../../layers/augmentation/random-translation.js';
import { randomZoom } from '../../layers/augmentation/random-zoom.js';
import { solarization } from '../../layers/augmentation/solarization.js';

const images: CaseInput = { shape: [6, 4, 5, 3] };
const valueRange = [-1, 1] as const;

/** A case that draws: nothing is differentiated in training, whose draws differ between two runs. */
function drawn(name: string, make: LayerCase['make'], inputs: LayerCase['inputs'] = [images]): LayerCase {
  return {
    name,
    make,
    inputs,
    weights: { seedGeneratorState: [4] },
    notTrainable: ['seedGeneratorState'],
    mask: 'none',
    gradient: 'inference',
    isRandom: true,
  };
}

export const augmentationCases: readonly LayerCase[] = [
  { name: 'autoContrast', make: () => autoContrast({ valueRange }), inputs: [images], mask: 'none' },
  {
    name: 'equalization',
    make: () => equalization({ valueRange, bins: 16 }),
    inputs: [images],
    mask: 'none',
    gradient: 'inference',
    trainingDiffers: true,
  },
  drawn('randomBrightness', () => randomBrightness({ factor: 0.5, valueRange })),
  drawn('randomBrightness of bytes', () => randomBrightness({ factor: [-0.2, 0.4] }), [
    { shape: [6, 3, 2, 1], dtype: 'int32', below: 200 },
  ]),
  drawn('randomContrast', () => randomContrast({ factor: [0.2, 0.5], valueRange })),
  drawn('randomGrayscale', () => randomGrayscale({ factor: 0.5, dataFormat: 'channelsLast' })),
  drawn('randomInvert', () => randomInvert({ valueRange })),
  drawn('randomSaturation', () => randomSaturation({ factor: [0.1, 0.8], valueRange })),
  drawn('randomHue', () => randomHue({ factor: 0.5, valueRange })),
  drawn('randomColorDegeneration', () => randomColorDegeneration({ factor: [0, 1], valueRange })),
  drawn('randomSharpness', () => randomSharpness({ factor: 1, valueRange })),
  drawn('randomPosterization', () => randomPosterization({ factor: 5, valueRange })),
  drawn('solarization', () => solarization({ additionFactor: 0.3, thresholdFactor: [0.2, 0.8], valueRange })),
  drawn('randomGaussianBlur', () => randomGaussianBlur({ kernelSize: [3, 5], sigma: [0.3, 0.9], valueRange })),
  drawn('randomColorJitter', () =>
    randomColorJitter({
      valueRange,
      brightnessFactor: 0.2,
      contrastFactor: 0.3,
      saturationFactor: [0.3, 0.7],
      hueFactor: 0.2,
    }),
  ),
  drawn('randomColorJitter of gray images', () => randomColorJitter({ valueRange, brightnessFactor: 0.2 }), [
    { shape: [4, 3, 2, 1] },
  ]),
  drawn('randomFlip', () => randomFlip()),
  drawn('randomFlip, horizontal', () => randomFlip({ mode: 'horizontal' })),
  { ...drawn('randomFlip, vertical, seed', () => randomFlip({ mode: 'vertical', seed: 3 })), hasOwnSeed: true },
  drawn('randomRotation', () => randomRotation({ factor: 0.25 })),
  drawn('randomRotation, wrap, nearest', () =>
    randomRotation({ factor: [0.1, 0.4], fillMode: 'wrap', interpolation: 'nearest' }),
  ),
  drawn('randomZoom', () => randomZoom({ heightFactor: 0.5 })),
  drawn('randomZoom, width, constant', () =>
    randomZoom({ heightFactor: [0, 0.5], widthFactor: 0.3, fillMode: 'constant', fillValue: 0.5 }),
  ),
  drawn('randomTranslation', () =>
    randomTranslation({ heightFactor: 0.5, widthFactor: [0, 0.5], fillMode: 'nearest' }),
  ),
  drawn('randomShear', () => randomShear({ xFactor: 0.5, yFactor: [0.1, 0.3] })),
  drawn('randomCrop', () => randomCrop({ height: 2, width: 3 })),
  { ...drawn('randomCrop of images that are too small', () => randomCrop({ height: 6, width: 4 })), isRandom: false },
  drawn('randomErasing', () => randomErasing({ scale: [0.3, 0.9], valueRange })),
  drawn('randomErasing, fillValue', () =>
    randomErasing({ factor: [0.5, 1], scale: 0.9, fillValue: [0.1, 0.2, 0.3], valueRange }),
  ),
  drawn('mixUp', () => mixUp({ alpha: 1 }), [images, { shape: [6, 2] }]),
  drawn('mixUp without labels', () => mixUp()),
  drawn('cutMix', () => cutMix({ factor: [0.5, 1] }), [images, { shape: [6, 2] }]),
];
