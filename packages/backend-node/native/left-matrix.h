// The left-hand side of a product of matrices.
#pragma once

#include "blocked-product.h"

namespace isograd {

// A `[rows, terms]` with its terms side by side: read where it is.
struct MatrixRows {
  const float* a;
  int64_t aStride;
  int64_t rows;
  float* c;
  int64_t cStride;

  TileRows tiles(int64_t tileRows) const { return {1, rows, tileRows}; }
  void reserve(Scratch&, int64_t, const TermBlocks&) const {}
  void prepare(Scratch&, const KernelTable&, const TileRows&, int64_t, int64_t, int64_t, const TermBlock&) const {}
  float* target(int64_t) const { return c; }

  void multiply(Scratch&, const KernelTable& table, int64_t, const TileRows::Rows& rows, int vectors, int64_t,
                const TermBlock& block, const float* b, int64_t bStride, const TileEnd& end) const {
    const float* begins[maxTileRows];
    for (int64_t row = 0; row < rows.count; row++) begins[row] = a + (rows.first + row) * aStride + block.firstTerm;
    table.rowTiles[rows.count][vectors]({begins, block.taps, block.terms, b, bStride}, end);
  }
};

// A transposed, `[terms, rows]`: copied tile by tile where enough panels read it, since its terms lie far apart.
struct MatrixColumns {
  const float* a;
  int64_t aStride;
  int64_t rows;
  float* c;
  int64_t cStride;

  TileRows tiles(int64_t tileRows) const { return {1, rows, tileRows}; }
  float* target(int64_t) const { return c; }

  void reserve(Scratch& scratch, int64_t tiles, const TermBlocks& blocks) const {
    scratch.left.reserve(tiles * maxTileRows * blocks.largest());
  }

  void prepare(Scratch& scratch, const KernelTable& table, const TileRows& tiles, int64_t firstTile, int64_t lastTile,
               int64_t panels, const TermBlock& block) const {
    if (!isCopied(panels)) return;
    float* out = scratch.left.data();
    for (int64_t tile = firstTile; tile < lastTile; tile++) {
      const TileRows::Rows rows = tiles[tile];
      const float* from = a + block.firstTerm * aStride + rows.first;
      for (int64_t term = 0; term < block.total(); term++) {
        for (int64_t row = 0; row < rows.count; row++) out[row] = from[row];
        from += aStride;
        out += table.tileRows;
      }
    }
  }

  void multiply(Scratch& scratch, const KernelTable& table, int64_t tile, const TileRows::Rows& rows, int vectors,
                int64_t panels, const TermBlock& block, const float* b, int64_t bStride, const TileEnd& end) const {
    const int64_t terms = block.total();
    const ColumnSegment place{a + block.firstTerm * aStride + rows.first, 0, terms};
    const ColumnSegment copy{scratch.left.data() + tile * table.tileRows * terms, 0, terms};
    const bool copied = isCopied(panels);
    table.columnTiles[rows.count][vectors](
        {copied ? &copy : &place, 1, 0, copied ? table.tileRows : aStride, b, bStride}, end);
  }

 private:
  static bool isCopied(int64_t panels) { return panels >= 4; }
};

}  // namespace isograd
