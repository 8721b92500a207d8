/** A model for callbacks alone: one number is its weights. */
import { NdArray } from '@isograd/core';
import type { TrainedModel } from '../training/callback.js';

/** The model, and what was done to it. */
export interface FakeModel extends TrainedModel {
  weight: number;
  learningRate: number;
  /** What was saved where: `model a`, `weights b`; and which weights were used: `evaluation weights true`. */
  readonly saved: string[];
}

/** A model whose numbers are doubles. */
export function fakeModel(learningRate = 0.1): FakeModel {
  const saved: string[] = [];
  return {
    label: 'Sequential "fake"',
    weight: 0,
    learningRate,
    saved,
    stopTraining: false,
    async getLearningRate() {
      return this.learningRate;
    },
    setLearningRate(rate) {
      this.learningRate = rate;
    },
    useEvaluationWeights(isUsed) {
      saved.push(`evaluation weights ${isUsed}`);
    },
    async getWeights() {
      return [new NdArray(Float32Array.of(this.weight), [1])];
    },
    setWeights([value]) {
      this.weight = (value as NdArray).data[0] ?? Number.NaN;
    },
    save: async (location) => void saved.push(`model ${String(location)}`),
    saveWeights: async (location) => void saved.push(`weights ${String(location)}`),
  };
}
