// Tiles that are wider than what is left of C.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/kernel-table.h"

namespace isograd {

// A bias of `columns` with zeros behind, in `copy`.
inline const float* padded(const float* bias, int64_t columns, int64_t width, float* copy) {
  for (int64_t column = 0; column < width; column++) copy[column] = column < columns ? bias[column] : 0;
  return copy;
}

// Computes a tile of `width` columns beside C, of which `columns` go there.
template <class Multiply>
void throughCopy(const TileEnd& end, int64_t rows, int64_t columns, int64_t width, const Multiply& multiply) {
  alignas(64) float copy[maxThinRows * maxTileColumns];
  const size_t bytes = static_cast<size_t>(columns) * sizeof(float);
  if (end.accumulates) {
    for (int64_t row = 0; row < rows; row++) {
      memcpy(copy + row * width, end.c + row * end.cStride, bytes);
      for (int64_t column = columns; column < width; column++) copy[row * width + column] = 0;
    }
  }
  multiply(TileEnd{copy, width, end.accumulates, end.finish});
  for (int64_t row = 0; row < rows; row++) memcpy(end.c + row * end.cStride, copy + row * width, bytes);
}

}  // namespace isograd
