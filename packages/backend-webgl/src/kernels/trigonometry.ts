/**
 * Sine, cosine and tangent in single precision.
 *
 * GLSL promises nothing about its own: devices err by up to 2^-11, which no gradient check passes. Here the
 * argument is reduced to a quarter turn and the rest is a polynomial, right to a few units in the last place
 * for |x| < 2^13.
 *
 * @see S. L. Moshier: Cephes Mathematical Library, single precision, sinf.c
 */
import { Cos, type KernelConfig, Sin, Tan } from '@tensorflow/tfjs-core';
import { defineUnaryKernel } from './define-unary-kernel.js';

/** Defines `vec2 sineCosine(float x)`. pi / 2 comes in three parts, so that the difference is exact. */
const sineCosineCode = `
  vec2 sineCosine(float x) {
    float quarters = floor(x * 0.6366197723675814 + 0.5);
    float r = ((x - quarters * 1.5703125) - quarters * 4.837512969970703e-4) - quarters * 7.549789954891882e-8;
    float z = r * r;
    float s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
    float c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
    int quadrant = int(quarters) & 3;
    vec2 turned = (quadrant & 1) == 0 ? vec2(s, c) : vec2(c, -s);
    return quadrant < 2 ? turned : -turned;
  }`;

export const sinKernel: KernelConfig = defineUnaryKernel(Sin, 'sineCosine(x).x', sineCosineCode);

export const cosKernel: KernelConfig = defineUnaryKernel(Cos, 'sineCosine(x).y', sineCosineCode);

export const tanKernel: KernelConfig = defineUnaryKernel(Tan, 'sineCosine(x).x / sineCosine(x).y', sineCosineCode);
