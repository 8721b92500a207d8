// Windows in a band: those of neighbours lie `step` apart, and their terms at the same distances.
#pragma once

#include "tile.h"

namespace isograd {
namespace {

template <int width, int rows, int vectors>
void multiplyWindowTile(const WindowTile& tile, const TileEnd& end) {
  Sums<width, rows, vectors> sums;
  sums.begin(end);
  const float* b = tile.b;
  const int64_t step = tile.step;
  for (int64_t term = 0; term < tile.terms; term++) {
    const float* a = tile.a + tile.offsets[term];
    sums.add(b, [&](auto row) { return a[row * step]; });
    b += tile.bStride;
  }
  sums.finish(end);
}

}  // namespace
}  // namespace isograd
