/** How many rows of windows go into one matrix product. */
import { panelWidths } from '../matrix/tile.js';

/** Windows whose elements stay in the second-level cache while the panels of the filter pass by. */
const windowsPerBlock = 128;

/**
 * Rows of `columns` windows each that are multiplied at a time.
 *
 * @param rows - All there are: they are one block where no second panel would read them again.
 * @param channels - Columns of the product.
 */
export function rowsPerBlock(rows: number, columns: number, channels: number): number {
  const isOnePanel = panelWidths.includes(channels);
  return isOnePanel ? Math.max(1, rows) : Math.max(1, Math.round(windowsPerBlock / columns));
}
