// The windows of images and volumes as the left-hand side of a product: for each position of a grid, the channels of
// the pixels around it. They are read where they lie, through tables of where each begins; pixels outside are zero.
#pragma once

#include <vector>

#include "blocked-product.h"
#include "geometry.h"

namespace isograd {

// A place in the window: from the pixel of a position to the one that is read, and its matrix of the filter.
struct Tap {
  int64_t z, y, x;
  int64_t filter;
};

// Positions from `first` up to `last`.
struct Range {
  int64_t first, last;
};

struct Windows {
  // First channel of the first pixel of the images; their sizes; the distance of pixels; channels that are read.
  const float* source;
  Volume from;
  int64_t pixelStride, channels;
  const std::vector<Tap>* taps;
  // Positions, and how far the pixels of neighbours are from each other.
  int64_t batch;
  Volume grid, step;
  // Where results go: the first position of all, the sizes of the images there, and how far neighbours are.
  float* results;
  Volume to, toFirst, toStep;
  int64_t resultStride;
  // From a row of C to the next.
  int64_t cStride;

  int64_t positions() const { return batch * grid.size(); }
  bool isDense() const { return grid == to; }
  TileRows tiles(int64_t tileRows) const {
    if (isDense()) return {1, positions(), tileRows};
    return {batch * grid.depth * grid.height, grid.width, tileRows};
  }

  // Where the rows of a line of tiles begin.
  float* target(int64_t line) const { return isDense() ? results : resultsOf(line); }

  // Those of a line of the grid.
  float* resultsOf(int64_t line) const {
    const int64_t y = line % grid.height, z = line / grid.height % grid.depth, image = line / grid.height / grid.depth;
    const int64_t row =
        (image * to.depth + toFirst.depth + z * toStep.depth) * to.height + toFirst.height + y * toStep.height;
    return results + (row * to.width + toFirst.width) * resultStride;
  }

  // Calls visit(image, z, y, x, count, row) for the positions of a tile, those of a row of the grid together.
  template <class Visit>
  void eachRun(const TileRows::Rows& rows, const Visit& visit) const {
    int64_t position = isDense() ? rows.first : rows.line * grid.width + rows.first;
    for (int64_t row = 0; row < rows.count;) {
      const int64_t x = position % grid.width, line = position / grid.width;
      const int64_t count = std::min(rows.count - row, grid.width - x);
      const int64_t plane = line / grid.height;
      visit(plane / grid.depth, plane % grid.depth, line % grid.height, x, count, row);
      row += count;
      position += count;
    }
  }

  // The row of pixels that a tap reads from a row of positions, or null when it lies outside.
  const float* pixels(const Tap& tap, int64_t image, int64_t z, int64_t y) const {
    const int64_t fromZ = z * step.depth + tap.z, fromY = y * step.height + tap.y;
    if (fromZ < 0 || fromZ >= from.depth || fromY < 0 || fromY >= from.height) return nullptr;
    return source + ((image * from.depth + fromZ) * from.height + fromY) * from.width * pixelStride;
  }

  // The positions of a row for which a tap reads a pixel.
  Range inside(const Tap& tap) const {
    const int64_t first = tap.x >= 0 ? 0 : ceilDivide(-tap.x, step.width);
    const int64_t last = tap.x >= from.width ? 0 : (from.width - 1 - tap.x) / step.width + 1;
    return {first, std::min(grid.width, last)};
  }

  void reserve(Scratch& scratch, int64_t tiles, const TermBlocks& blocks) const {
    scratch.rows.reserve(tiles * maxTileRows * blocks.mostTaps());
  }

  void prepare(Scratch& scratch, const KernelTable& table, const TileRows& tiles, int64_t firstTile, int64_t lastTile,
               int64_t, const TermBlock& block) const {
    for (int64_t tile = firstTile; tile < lastTile; tile++) {
      findRows(tiles[tile], block, scratch.rows.data() + (tile - firstTile) * table.tileRows * block.taps);
    }
  }

  void multiply(Scratch& scratch, const KernelTable& table, int64_t tile, const TileRows::Rows& rows, int vectors,
                int64_t, const TermBlock& block, const float* b, int64_t bStride, const TileEnd& end) const {
    const float* const* begins = scratch.rows.data() + tile * table.tileRows * block.taps;
    table.rowTiles[rows.count][vectors]({begins, block.taps, block.terms, b, bStride}, end);
  }

  // Where the channels of each row begin, tap by tap.
  void findRows(const TileRows::Rows& rows, const TermBlock& block, const float** begins) const {
    alignas(64) static const float zeros[termsPerBlock] = {};
    eachRun(rows, [&](int64_t image, int64_t z, int64_t y, int64_t x, int64_t count, int64_t row) {
      for (int64_t index = 0; index < block.taps; index++) {
        const Tap& tap = (*taps)[static_cast<size_t>(block.firstTap + index)];
        const float** out = begins + index * rows.count + row;
        const float* line = pixels(tap, image, z, y);
        int64_t pixel = x * step.width + tap.x;
        for (int64_t i = 0; i < count; i++, pixel += step.width) {
          const bool isInside = line != nullptr && pixel >= 0 && pixel < from.width;
          out[i] = isInside ? line + pixel * pixelStride + block.firstTerm : zeros;
        }
      }
    });
  }
};

}  // namespace isograd
