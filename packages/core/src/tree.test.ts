import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueError } from './errors.js';
import { type Tree, treeEntries, treeLeaves, treeMap, treesMatch, treeUnflatten } from './tree.js';

class Leaf {
  readonly value = 1;
}

const trees: fc.Arbitrary<Tree<number>> = fc.letrec<{ tree: Tree<number> }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('tree'), { maxKeys: 3 }),
  ),
})).tree;

/** The nesting of a tree as text. */
const shapeOf = (tree: Tree<number>): string => JSON.stringify(treeMap<number, null>(() => null, tree));

describe('trees', () => {
  it('name their leaves by path', () => {
    const tree = { layers: [{ kernel: 1, bias: 2 }], step: 3 };
    expect(treeEntries<number>(tree)).toEqual([
      ['layers/0/kernel', 1],
      ['layers/0/bias', 2],
      ['step', 3],
    ]);
    expect(treeEntries<number>(5)).toEqual([['', 5]]);
  });

  it('map several trees leaf by leaf, whatever the order of keys', () => {
    const sum = treeMap<number, number>(([a, b = 0]) => a + b, { x: 1, y: [2, 3] }, { y: [20, 30], x: 10 });
    expect(sum).toEqual({ x: 11, y: [22, 33] });
  });

  it('take instances of classes, typed arrays and null for leaves', () => {
    const leaves = [new Leaf(), Float32Array.of(1), null];
    expect(treeLeaves<Leaf | Float32Array | null>({ a: leaves[0] as Leaf, b: leaves.slice(1) })).toEqual(leaves);
  });

  it('match when they are nested alike, with their keys in one order', () => {
    fc.assert(fc.property(trees, trees, (a, b) => treesMatch(a, b) === (shapeOf(a) === shapeOf(b))));
    expect(treesMatch({ a: 1, b: [2, new Leaf()] }, { a: 3, b: [4, null] })).toBe(true);
    expect(treesMatch({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(treesMatch([1], 1)).toBe(false);
    expect(treesMatch({}, [])).toBe(false);
  });

  it('have no leaves when empty', () => {
    expect(treeLeaves([])).toEqual([]);
    expect(treeMap((leaves) => leaves, { a: {}, b: [] })).toEqual({ a: {}, b: [] });
  });

  it('come back from their leaves', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const leaves = treeLeaves(tree);
        expect(treeUnflatten<number, number>(tree, leaves)).toEqual(tree);
        expect(treeEntries(tree).map(([, leaf]) => leaf)).toEqual(leaves);
      }),
      { seed: 1 },
    );
  });

  it.each([
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [
      [1, 2],
      [1, 2, 3],
    ],
    [[1], { 0: 1 }],
    [{ a: 1 }, { a: [1] }],
    [1, [1]],
  ] as [Tree<number>, Tree<number>][])('of different structure are refused: %j and %j', (a, b) => {
    expect(() => treeMap(() => 0, a, b)).toThrow(ValueError);
    expect(() => treeMap(() => 0, b, a)).toThrow(/\[TREE_STRUCTURE\]$/);
  });

  it('say where they differ', () => {
    expect(() => treeMap(() => 0, { a: [{ w: 1 }] } as Tree<number>, { a: [{ v: 1 }] })).toThrow(
      /^tree at "a\/0": .*\n {2}received an object with keys v; expected an object with keys w\n/,
    );
  });

  it('refuse leaves that are too few or too many', () => {
    expect(() => treeUnflatten({ a: 1, b: 2 }, [1])).toThrow(/\[TREE_STRUCTURE\]$/);
    expect(() => treeUnflatten({ a: 1, b: 2 }, [1, 2, 3])).toThrow(/\[TREE_STRUCTURE\]$/);
  });
});
