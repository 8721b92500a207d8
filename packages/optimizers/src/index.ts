import type { Tree } from '@isograd/core'; import type { Tensor } from '@tensorflow/tfjs-core';
export interface Optimizer { readonly name: string; init(p: Tree<Tensor>): Tree<Tensor>; update(g: Tree<Tensor>, s: Tree<Tensor>, p: Tree<Tensor>): { updates: Tree<Tensor>; state: Tree<Tensor> } }
export declare function applyUpdates(p: Tree<Tensor>, u: Tree<Tensor>): Tree<Tensor>;
export declare function sgd(): Optimizer; export declare function adam(): Optimizer; export declare function adamw(): Optimizer;
