/** A block of a language model: attention, normalization and dense layers over words. */
import { trainedProduct } from '../floating-point-operations.mjs';
import { filled, glorotUniform, uniform } from '../initial-weights.mjs';

/**
 * @typedef {import('../workloads.mjs').Tensor} Tensor
 * @typedef {import('../workloads.mjs').JaxArray} JaxArray
 */

const batch = 8;
const time = 64;
const features = 64;
const heads = 4;
const headDim = features / heads;
const hiddenUnits = 256;
const vocab = 256;
const epsilon = 1e-5;

function weights() {
  return {
    words: uniform([vocab, features], 0.08),
    places: uniform([time, features], 0.08),
    gamma1: filled([features], 1),
    beta1: filled([features], 0),
    queryKeyValue: glorotUniform([features, 3 * features]),
    mix: glorotUniform([features, features]),
    gamma2: filled([features], 1),
    beta2: filled([features], 0),
    w1: glorotUniform([features, hiddenUnits]),
    b1: filled([hiddenUnits], 0),
    w2: glorotUniform([hiddenUnits, features]),
    b2: filled([features], 0),
    head: glorotUniform([features, vocab]),
  };
}

/** @type {import('../workloads.mjs').Workload} */
export const transformer = {
  name: 'transformer',
  sizes: '64 words of 64 features, 4 heads, 256 units, vocab 256, batch 8',
  flop:
    trainedProduct(batch * time, features, 3 * features) +
    2 * trainedProduct(batch * heads * time, headDim, time) +
    trainedProduct(batch * time, features, features) +
    2 * trainedProduct(batch * time, features, hiddenUnits) +
    trainedProduct(batch * time, features, vocab),
  x: { shape: [batch, time], dtype: 'int32', largest: vocab },
  y: { shape: [batch * time, vocab], classes: vocab },
  loss: 'categoricalCrossentropy',
  isograd: ({ tf, core }) => ({
    weights: weights(),
    loss: (variables, x, y) => {
      const logits = logitsOf(tf, variables, x, {
        normalize: (input, gamma, beta) => core.layerNorm(input, { gamma, beta, epsilon }),
        attend(query, key, value) {
          const split = (/** @type {Tensor} */ input) => tf.reshape(input, [batch, time, heads, headDim]);
          const inputs = { query: split(query), key: split(key), value: split(value) };
          return core.dotProductAttention(inputs, { isCausal: true });
        },
      });
      return tf.mean(core.softmaxCrossEntropy(y, logits));
    },
  }),
  tfjs({ tf }) {
    const isFuture = (/** @type {number} */ index) => index % time > Math.floor(index / time);
    const bias = tf.tensor(Float32Array.from({ length: time * time }, (_, index) => (isFuture(index) ? -1e9 : 0)));
    const mask = tf.reshape(bias, [time, time]);
    return {
      weights: weights(),
      loss(variables, x, y) {
        const logits = logitsOf(tf, variables, x, {
          normalize(input, gamma, beta) {
            const { mean, variance } = tf.moments(input, -1, true);
            return tf.add(tf.mul(tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, epsilon))), gamma), beta);
          },
          attend(...inputs) {
            const [query, key, value] = /** @type {[Tensor, Tensor, Tensor]} */ (
              inputs.map((input) => tf.transpose(tf.reshape(input, [batch, time, heads, headDim]), [0, 2, 1, 3]))
            );
            const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(headDim)); // [batch, heads, time, time]
            return tf.transpose(tf.matMul(tf.softmax(tf.add(scores, mask)), value), [0, 2, 1, 3]);
          },
        });
        return tf.losses.softmaxCrossEntropy(y, logits);
      },
    };
  },
  // Words are looked up with a product, since jax-js's jit refuses the gradient of `take`.
  jax: ({ numpy: np, nn, lax }) => ({
    weights: weights(),
    loss(variables, x, y) {
      const { words, places, gamma1, beta1, queryKeyValue, mix, gamma2, beta2, w1, b1, w2, b2, head } = variables;
      const normalize = (/** @type {JaxArray} */ input, /** @type {JaxArray} */ gamma, /** @type {JaxArray} */ beta) =>
        nn.standardize(input, -1, { epsilon }).mul(gamma).add(beta);
      const embedded = np.matmul(nn.oneHot(x, vocab), words).add(places); // [batch, time, features]
      const projections = np.matmul(normalize(embedded.ref, gamma1, beta1), queryKeyValue);
      const [query, key, value] = /** @type {[JaxArray, JaxArray, JaxArray]} */ (
        np.split(projections, 3, -1).map((each) => each.reshape([batch, time, heads, headDim]).transpose([0, 2, 1, 3]))
      );
      const scores = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(headDim)); // [batch, heads, time, time]
      const seen = nn.softmax(np.where(np.tri(time).equal(1), scores, -1e9));
      const mixed = np.matmul(seen, value).transpose([0, 2, 1, 3]).reshape([batch, time, features]);
      const attended = embedded.add(np.matmul(mixed, mix));
      const projected = np.matmul(normalize(attended.ref, gamma2, beta2), w1).add(b1); // [batch, time, hiddenUnits]
      const hidden = projected.ref.mul(0.5).mul(lax.erf(projected.mul(Math.SQRT1_2)).add(1));
      const output = attended.add(np.matmul(hidden, w2).add(b2));
      const logits = np.matmul(output, head).reshape([batch * time, vocab]);
      return nn
        .logSoftmax(logits)
        .mul(y)
        .sum()
        .mul(-1 / (batch * time));
    },
  }),
};

/**
 * @param {import('../workloads.mjs').TfjsCore} tf
 * @param {{ [name: string]: any }} variables
 * @param {import('@tensorflow/tfjs-core').Tensor2D} x - int32 `[batch, time]`
 * @param {{ normalize: (x: Tensor, gamma: Tensor, beta: Tensor) => Tensor, attend: (query: Tensor, key: Tensor, value: Tensor) => Tensor }} ops
 * What libraries write in their own ways; `attend` takes `[batch · time, features]`, gives `[batch, time, heads, headDim]`.
 */
function logitsOf(tf, variables, x, { normalize, attend }) {
  const { words, places, gamma1, beta1, queryKeyValue, mix, gamma2, beta2, w1, b1, w2, b2, head } = variables;
  const rows = [batch * time, features];
  const embedded = tf.reshape(tf.add(tf.gather(words, x), places), rows);
  const projections = tf.split(tf.matMul(normalize(embedded, gamma1, beta1), queryKeyValue), 3, -1);
  const [query, key, value] = /** @type {[Tensor, Tensor, Tensor]} */ (projections);
  const attended = tf.add(embedded, tf.matMul(tf.reshape(attend(query, key, value), rows), mix));
  const hidden = gelu(tf, tf.add(tf.matMul(normalize(attended, gamma2, beta2), w1), b1)); // [batch · time, hiddenUnits]
  const output = tf.add(attended, tf.add(tf.matMul(hidden, w2), b2));
  return tf.matMul(output, head); // [batch · time, vocab]
}

/**
 * @param {import('../workloads.mjs').TfjsCore} tf
 * @param {Tensor} x
 */
function gelu(tf, x) {
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
}
