/** The networks whose training steps are compared, in the words that both layers APIs understand. */

/** @typedef {{ shape: number[], dtype: 'float32' | 'int32', classes?: number, largest?: number }} Data */
/** @typedef {{ layers: any[], x: Data, y: Data }} Network */

export const trainingCases = [
  'mlp 784-256-128-10, batch 64',
  'cnn 3x3x32, 3x3x64, 28x28x1, batch 32',
  'embedding 5000x32, batch 32',
];

/**
 * A network of its own for each call.
 *
 * @param {string} name - One of `trainingCases`.
 * @param {any} api - The factories of layers: ours or those of tfjs.
 * @returns {Network}
 */
export function networkOf(name, api) {
  const relu = { activation: 'relu' };
  const softmax = { activation: 'softmax' };
  if (name.startsWith('mlp')) {
    return {
      layers: [
        api.dense({ inputShape: [784], units: 256, ...relu }),
        api.dense({ units: 128, ...relu }),
        api.dense({ units: 10, ...softmax }),
      ],
      x: { shape: [64, 784], dtype: 'float32' },
      y: { shape: [64, 10], dtype: 'float32', classes: 10 },
    };
  }
  if (name.startsWith('cnn')) {
    return {
      layers: [
        api.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, ...relu }),
        api.maxPooling2d({ poolSize: 2 }),
        api.conv2d({ filters: 64, kernelSize: 3, ...relu }),
        api.maxPooling2d({ poolSize: 2 }),
        api.flatten(),
        api.dense({ units: 128, ...relu }),
        api.dense({ units: 10, ...softmax }),
      ],
      x: { shape: [32, 28, 28, 1], dtype: 'float32' },
      y: { shape: [32, 10], dtype: 'float32', classes: 10 },
    };
  }
  return {
    layers: [
      api.embedding({ inputShape: [64], inputDim: 5000, outputDim: 32 }),
      api.flatten(),
      api.dense({ units: 32, ...relu }),
      api.dense({ units: 2, ...softmax }),
    ],
    x: { shape: [32, 64], dtype: 'int32', largest: 5000 },
    y: { shape: [32, 2], dtype: 'float32', classes: 2 },
  };
}

/**
 * The same numbers on both sides: labels one-hot, indices below the largest, else fractions around zero.
 *
 * @param {Data} data
 * @returns {Float32Array | Int32Array}
 */
export function valuesOf({ shape, dtype, classes, largest }) {
  const size = shape.reduce((product, side) => product * side, 1);
  if (classes)
    return Float32Array.from({ length: size }, (_, index) =>
      Number(index % classes === Math.floor(index / classes) % classes),
    );
  let state = 12345;
  const fraction = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  if (dtype === 'int32') return Int32Array.from({ length: size }, () => Math.floor(fraction() * (largest ?? 2)));
  return Float32Array.from({ length: size }, () => fraction() - 0.5);
}
