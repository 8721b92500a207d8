// Blocks of elements that lie otherwise than a loop goes.
#pragma once

#include "block-operand.h"

namespace isograd {
namespace {

// Fills registers with elements that lie otherwise than the loop goes. What is behind a row is overwritten by the next,
// and behind the last there is room for a vector.
template <int width>
void spreadWords(const SpreadRows& rows, uint32_t* out) {
  float* to = reinterpret_cast<float*>(out);
  const float* from = static_cast<const float*>(rows.from);
  for (int64_t row = 0; row < rows.rows; row++, from += rows.rowStride, to += rows.columns) {
    if (rows.stride == 0) {
      const Vector<width> value = BlockOperand<width, true>(from).whole(0);
      for (int64_t column = 0; column < rows.columns; column += width) store<width>(to + column, value);
    } else if (rows.stride == 1) {
      int64_t column = 0;
      for (; column + width <= rows.columns; column += width) store<width>(to + column, load<width>(from + column));
      if (column < rows.columns) store<width>(to + column, loadPart<width>(from + column, rows.columns - column));
    } else {
      for (int64_t column = 0; column < rows.columns; column++) to[column] = from[column * rows.stride];
    }
  }
}

inline void spreadBytes(const SpreadRows& rows, uint32_t* to) {
  const uint8_t* from = static_cast<const uint8_t*>(rows.from);
  for (int64_t row = 0; row < rows.rows; row++, from += rows.rowStride, to += rows.columns) {
    for (int64_t column = 0; column < rows.columns; column++) to[column] = from[column * rows.stride] != 0 ? ~0u : 0u;
  }
}

}  // namespace
}  // namespace isograd
