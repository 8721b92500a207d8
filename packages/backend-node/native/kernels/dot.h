// Results of few columns: vectors run along the terms, and their numbers are added in the end.
#pragma once

#include "curve.h"

namespace isograd {
namespace {

template <int first, int second, int third, int fourth>
inline Vector<4> among(Vector<4> a, Vector<4> b) {
#if __has_builtin(__builtin_shufflevector)
  return __builtin_shufflevector(a, b, first, second, third, fourth);
#else
  const auto at = [&](int index) { return index < 4 ? a[index] : b[index - 4]; };
  return Vector<4>{at(first), at(second), at(third), at(fourth)};
#endif
}

// The upper half upon the lower one, until four numbers are left.
template <int width>
inline Vector<4> foldToFour(Vector<width> value) {
  if constexpr (width == 4) {
    return value;
  } else {
    Vector<width / 2> halves[2];
    static_assert(sizeof halves == sizeof value);
    __builtin_memcpy(halves, &value, sizeof value);
    return foldToFour<width / 2>(halves[0] + halves[1]);
  }
}

// The sum of each of four vectors.
template <int width>
inline Vector<4> sumFour(const Vector<width>* of, int64_t stride) {
  const Vector<4> a = foldToFour<width>(of[0]), b = foldToFour<width>(of[stride]),
                  c = foldToFour<width>(of[2 * stride]), d = foldToFour<width>(of[3 * stride]);
  const Vector<4> ab = among<0, 4, 1, 5>(a, b) + among<2, 6, 3, 7>(a, b);
  const Vector<4> cd = among<0, 4, 1, 5>(c, d) + among<2, 6, 3, 7>(c, d);
  return among<0, 1, 4, 5>(ab, cd) + among<2, 3, 6, 7>(ab, cd);
}

// Up to `rows` windows; those beyond `count` are the last one again.
template <int width, int rows, int columns>
void dotTile(const DotWindows& of, const float* first, int64_t count, float* out, const Finish* finish) {
  static_assert(rows % 4 == 0);
  Vector<width> sums[rows][columns] = {};
  int64_t place[rows];
  each<rows>([&](auto row) { place[row] = (row < count ? row : count - 1) * of.step; });
  const float* b = of.b;
  for (int64_t tap = 0; tap < of.taps; tap++) {
    const float* a = first + of.offsets[tap];
    for (int64_t term = 0; term < of.terms; term += width) {
      Vector<width> right[columns];
      each<columns>([&](auto column) { right[column] = load<width>(b + column * of.bStride + term); });
      each<rows>([&](auto row) {
        const Vector<width> left = load<width>(a + place[row] + term);
        each<columns>([&](auto column) { sums[row][column] += left * right[column]; });
      });
    }
    b += of.terms;
  }
  each<columns>([&](auto column) {
    each<rows / 4>([&](auto four) {
      Vector<4> result = sumFour<width>(&sums[4 * four][column], columns);
      if (finish != nullptr) {
        if (finish->columnBias != nullptr) result += finish->columnBias[column];
        result = activate(result, *finish);
      }
      for (int row = 0; row < 4 && 4 * four + row < count; row++) {
        out[(4 * four + row) * of.outStride + column] = result[row];
      }
    });
  });
}

template <int width, int columns>
void dotWindows(const DotWindows& of, float* out, const Finish* finish) {
  constexpr int rows = columns == 1 ? 8 : 4;
  for (int64_t row = 0; row < of.rows; row += rows) {
    dotTile<width, rows, columns>(of, of.a + row * of.step, of.rows - row, out + row * of.outStride, finish);
  }
  if (isBent(finish)) bendRows<width>(out, of.outStride, of.rows, columns, finish->curve);
}

}  // namespace
}  // namespace isograd
