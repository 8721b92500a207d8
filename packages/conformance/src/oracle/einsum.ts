/** Law of Einstein summation. */
import { at, type HostInputs, type HostTensor, indicesOf, tabulate } from './host-tensor.js';

/** `'ij,jk->ik'`: a letter for each axis of each tensor, and those of the result. */
export interface EinsumAttributes {
  readonly equation: string;
}

/** The product of the tensors' elements, summed over every letter that the result has not. */
export function einsum(inputs: HostInputs, { equation }: EinsumAttributes): HostTensor {
  const tensors = Object.values(inputs);
  const { terms, output } = parse(equation);
  const sizes = new Map(
    terms.flatMap((labels, place) =>
      [...labels].map((label, axis) => [label, tensors[place]?.shape[axis] as number] as const),
    ),
  );
  const summed = [...sizes.keys()].filter((label) => !output.includes(label));
  const sizeOfLabel = (label: string): number => sizes.get(label) as number;
  return tabulate(
    [...output].map(sizeOfLabel),
    (outer) => {
      let total = 0;
      for (const inner of indicesOf(summed.map(sizeOfLabel))) {
        const entries = new Map([...output, ...summed].map((label, place) => [label, [...outer, ...inner][place]]));
        total += tensors.reduce((product, tensor, place) => {
          const labels = [...(terms[place] as string)];
          return (
            product *
            at(
              tensor,
              labels.map((label) => entries.get(label) as number),
            )
          );
        }, 1);
      }
      return total;
    },
    tensors[0]?.dtype,
  );
}

/** How many products go into one element of the result. */
export function countSummed(inputs: HostInputs, { equation }: EinsumAttributes): number {
  const { terms, output } = parse(equation);
  const sizes = new Map(
    Object.values(inputs).flatMap(({ shape }, place) =>
      [...(terms[place] as string)].map((label, axis) => [label, shape[axis] as number] as const),
    ),
  );
  return [...sizes].reduce((count, [label, size]) => (output.includes(label) ? count : count * size), 1);
}

function parse(equation: string): { readonly terms: readonly string[]; readonly output: string } {
  const [left = '', output = ''] = equation.replaceAll(' ', '').split('->');
  return { terms: left.split(','), output };
}
