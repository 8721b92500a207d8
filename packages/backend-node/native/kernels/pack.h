// Panels of right-hand matrices: the numbers of a term side by side, term after term, as tiles read them.
#pragma once

#include <cstring>

#include "vector.h"

namespace isograd {
namespace {

// Four rows of four numbers become four columns.
inline void transpose4(const float* from, int64_t fromStride, float* to, int64_t toStride) {
#if __has_builtin(__builtin_shufflevector)
  const Vector<4> a = load<4>(from), b = load<4>(from + fromStride), c = load<4>(from + 2 * fromStride),
                  d = load<4>(from + 3 * fromStride);
  const Vector<4> ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Vector<4> abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7),
                  cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  store<4>(to, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
  store<4>(to + toStride, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
  store<4>(to + 2 * toStride, __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5));
  store<4>(to + 3 * toStride, __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7));
#else
  for (int64_t row = 0; row < 4; row++) {
    for (int64_t column = 0; column < 4; column++) to[column * toStride + row] = from[row * fromStride + column];
  }
#endif
}

template <int width>
void packRows(const Panel& panel, float* out) {
  for (int64_t term = 0; term < panel.terms; term++) {
    const float* from = panel.source + term * panel.stride;
    if (panel.columns < panel.width) store<width>(out + panel.width - width, Vector<width>{});
    eachWidth<width>(panel.columns,
                     [&](auto lanes, int64_t column) { store<lanes>(out + column, load<lanes>(from + column)); });
    out += panel.width;
  }
}

inline void packColumns(const Panel& panel, float* out) {
  if (panel.columns < panel.width) memset(out, 0, sizeof(float) * static_cast<size_t>(panel.terms * panel.width));
  int64_t column = 0;
  for (; column + 4 <= panel.columns; column += 4) {
    const float* from = panel.source + column * panel.stride;
    int64_t term = 0;
    for (; term + 4 <= panel.terms; term += 4) {
      transpose4(from + term, panel.stride, out + term * panel.width + column, panel.width);
    }
    for (; term < panel.terms; term++) {
      for (int64_t i = 0; i < 4; i++) out[term * panel.width + column + i] = from[i * panel.stride + term];
    }
  }
  for (; column < panel.columns; column++) {
    const float* from = panel.source + column * panel.stride;
    for (int64_t term = 0; term < panel.terms; term++) out[term * panel.width + column] = from[term];
  }
}

template <int width>
void packPanel(const Panel& panel, float* out) {
  if (panel.isTransposed) {
    packColumns(panel, out);
  } else {
    packRows<width>(panel, out);
  }
}

}  // namespace
}  // namespace isograd
