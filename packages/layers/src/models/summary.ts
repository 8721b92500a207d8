/** The table that describes a model. */
import { formatShape, type PartialShape } from '@isograd/core';

/** One row: an application of a layer, or an input of the model. */
export interface SummaryRow {
  /** Name of the layer or input. */
  readonly layer: string;
  /** Keras's name of its class; `Input` for inputs. */
  readonly className: string;
  /** Shape of each output; the batch axis is `null`. */
  readonly outputShapes: readonly PartialShape[];
  /** Elements of its weights; 0 where a layer is used again. */
  readonly params: number;
  /** Whether optimizers change them. */
  readonly isTrainable: boolean;
}

const headings = ['Layer', 'Output shape', 'Params'] as const;

/**
 * A text table with the totals below it.
 *
 * @param title - First line.
 * @param rows - Layers in order.
 * @param totals - Numbers of weights by kind.
 */
export function formatSummary(
  title: string,
  rows: readonly SummaryRow[],
  totals: { readonly trainable: number; readonly nonTrainable: number },
): string {
  const cells = rows.map(
    ({ layer, className, outputShapes, params }) =>
      [`${layer} (${className})`, outputShapes.map(formatShape).join(', '), count(params)] as const,
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const [layerWidth = 0, shapeWidth = 0, paramsWidth = 0] = widths;
  const line = (layer: string, shape: string, params: string): string =>
    `${layer.padEnd(layerWidth)}  ${shape.padEnd(shapeWidth)}  ${params.padStart(paramsWidth)}`;
  const rule = '─'.repeat(layerWidth + shapeWidth + paramsWidth + 4);
  const all = totals.trainable + totals.nonTrainable;
  return [
    title,
    rule,
    line(...headings),
    rule,
    ...cells.map((row) => line(...row)),
    rule,
    `${count(all)} params: ${count(totals.trainable)} trainable, ${count(totals.nonTrainable)} not trainable`,
  ].join('\n');
}

const count = (value: number): string => value.toLocaleString('en-US');
