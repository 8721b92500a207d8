/** Law of Einstein summation. */
import { at, type HostInputs, type HostTensor, indicesOf, tabulate } from './host-tensor.js';

/** `'ij,jk->ik'`: a letter for each axis of each tensor, and those of the result. */
export interface EinsumAttributes {
  readonly equation: string;
}

/** The product of the tensors' elements, summed over every letter that the result has not. */
export function einsum(inputs: HostInputs, { equation }: EinsumAttributes): HostTensor {
  const { terms, output, summed } = parse(equation, inputs);
  const labels = [...output, ...summed].map(({ label }) => label);
  return tabulate(
    output.map(({ size }) => size),
    (outer) => {
      let total = 0;
      for (const inner of indicesOf(summed.map(({ size }) => size))) {
        const entries = [...outer, ...inner];
        total += terms.reduce((product, term) => {
          const index = term.labels.map((label) => entries[labels.indexOf(label)] as number);
          return product * at(term.tensor, index);
        }, 1);
      }
      return total;
    },
    terms[0]?.tensor.dtype,
  );
}

/** How many products go into one element of the result. */
export function countSummed(inputs: HostInputs, { equation }: EinsumAttributes): number {
  return parse(equation, inputs).summed.reduce((count, { size }) => count * size, 1);
}

interface Label {
  readonly label: string;
  readonly size: number;
}

/** The tensors with the letters of their axes, and the letters of the result and of the sum with their sizes. */
interface Equation {
  readonly terms: readonly { readonly labels: readonly string[]; readonly tensor: HostTensor }[];
  readonly output: readonly Label[];
  readonly summed: readonly Label[];
}

function parse(equation: string, inputs: HostInputs): Equation {
  const [left = '', right = ''] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',').map((term, place) => ({
    labels: [...term],
    tensor: inputs[place] as HostTensor,
  }));
  const sizes = new Map(
    terms.flatMap(({ labels, tensor }) => labels.map((label, axis) => [label, tensor.shape[axis] as number] as const)),
  );
  const withSize = (label: string): Label => ({ label, size: sizes.get(label) as number });
  return {
    terms,
    output: [...right].map(withSize),
    summed: [...sizes.keys()].filter((label) => !right.includes(label)).map(withSize),
  };
}
