import { ShapeError, StateError, ValueError } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  applyUpdates,
  chain,
  clipByValue,
  type GradientTransformation,
  identity,
  namedChain,
  scale,
  scaleByAdam,
  type TensorTree,
  trace,
} from '../index.js';

/** Values of a tree of one leaf. */
const valuesOf = (tree: TensorTree): number[] => Array.from((tree as Tensor).dataSync());

describeBackends('chain', () => {
  it('applies its parts in order', () => {
    tidy(() => {
      const params = tensor([0, 0, 0]);
      const grads = tensor([-3, 0.5, 2]);
      const clipFirst = chain(clipByValue(1), scale(4));
      const scaleFirst = chain(scale(4), clipByValue(1));
      expect(valuesOf(clipFirst.update(grads, clipFirst.init(params), params).updates)).toEqual([-4, 2, 4]);
      expect(valuesOf(scaleFirst.update(grads, scaleFirst.init(params), params).updates)).toEqual([-1, 1, 1]);
    });
  });

  it('is the identity without parts', () => {
    const params = tensor([1, 2]);
    const grads = tensor([3, 4]);
    const parts: GradientTransformation[] = [identity(), chain(), namedChain({})];
    for (const part of parts) {
      expect(part.update(grads, part.init(params), params).updates).toBe(grads);
    }
    for (const leaf of [params, grads]) leaf.dispose();
  });

  it('keeps the states apart: an array, or an object of the names of the parts', () => {
    tidy(() => {
      const params = { w: tensor([0, 0]) };
      const grads = { w: tensor([1, -2]) };
      const slow = trace({ decay: 0.5 });
      const fast = trace({ decay: 0.25 });
      const ofArray = chain(slow, fast);
      const ofNames = namedChain({ slow, fast });
      let [array, names] = [ofArray.init(params), ofNames.init(params)];
      for (let t = 0; t < 2; t++) {
        array = ofArray.update(grads, array, params).state;
        names = ofNames.update(grads, names, params).state;
      }
      // slow: 1, then 1 + 0.5; fast sums what slow returns: 1, then 1.5 + 0.25.
      const expected = [
        [1.5, -3],
        [1.75, -3.5],
      ];
      expect(array.map((state) => valuesOf((state as { trace: { w: Tensor } }).trace.w))).toEqual(expected);
      expect(Object.keys(names)).toEqual(['slow', 'fast']);
      expect(Object.values(names).map((state) => valuesOf((state as { trace: { w: Tensor } }).trace.w))).toEqual(
        expected,
      );
    });
  });

  it('refuses gradients that do not fit the parameters, and names the parameter', () => {
    tidy(() => {
      const params = { dense: { kernel: tensor([1, 2, 3, 4], [2, 2]) } };
      const part = chain(scale(2));
      const wrongShape = { dense: { kernel: tensor([1, 2]) } };
      const update = (grads: TensorTree) => () => part.update(grads, part.init(params), params);
      expect(update(wrongShape)).toThrow(ShapeError);
      expect(update(wrongShape)).toThrow(
        /dense\/kernel.*\n.*received float32 \[2\]; expected float32 \[2, 2\][^]*OPTIMIZER_SHAPE/,
      );
      expect(update({ dense: {} })).toThrow(ValueError);
      expect(update({ dense: {} })).toThrow(/dense[^]*TREE_STRUCTURE/);
      expect(() => applyUpdates(params, wrongShape)).toThrow(/dense\/kernel[^]*OPTIMIZER_SHAPE/);
    });
  });

  it('refuses a state that is not its own', () => {
    tidy(() => {
      const params = tensor([1, 2]);
      const grads = tensor([3, 4]);
      const named = namedChain({ adam: scaleByAdam({ epsilon: 1e-8 }) });
      expect(() => named.update(grads, { momentum: tensor([1, 2]) }, params)).toThrow(StateError);
      expect(() => chain(scale(1)).update(grads, [], params)).toThrow(/OPTIMIZER_STATE/);
      const adam = scaleByAdam({ epsilon: 1e-8 });
      expect(() => adam.update(grads, adam.init(tensor([1, 2, 3])), params)).toThrow(/OPTIMIZER_SHAPE/);
    });
  });
});
