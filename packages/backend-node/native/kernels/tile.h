// Tiles of matrix products: C stays in registers while the terms pass by. Each element adds its terms in their order,
// whatever the tile, so that results depend neither on the size of tiles nor on who computes which.
#pragma once

#include "curve.h"

namespace isograd {
namespace {

template <int width, int rows, int vectors>
struct Sums {
  Vector<width> at[rows][vectors];

  __attribute__((always_inline)) void begin(const TileEnd& end) {
    if (end.accumulates) {
      each<rows>([&](auto row) {
        each<vectors>([&](auto v) { at[row][v] = load<width>(end.c + row * end.cStride + v * width); });
      });
    } else {
      each<rows>([&](auto row) { each<vectors>([&](auto v) { at[row][v] = Vector<width>{}; }); });
    }
  }

  // Adds one term of each row.
  template <class Factor>
  __attribute__((always_inline)) void add(const float* b, const Factor& factor) {
    Vector<width> right[vectors];
    each<vectors>([&](auto v) { right[v] = load<width>(b + v * width); });
    each<rows>([&](auto row) {
      const float left = factor(row);
      each<vectors>([&](auto v) { at[row][v] += right[v] * left; });
    });
  }

  __attribute__((always_inline)) void finish(const TileEnd& end) {
    if (end.finish != nullptr) {
      const Finish& finish = *end.finish;
      if (finish.columnBias != nullptr) {
        each<vectors>([&](auto v) {
          const Vector<width> bias = load<width>(finish.columnBias + v * width);
          each<rows>([&](auto row) { at[row][v] += bias; });
        });
      }
      if (finish.rowBias != nullptr) {
        each<rows>([&](auto row) { each<vectors>([&](auto v) { at[row][v] += finish.rowBias[row]; }); });
      }
      each<rows>([&](auto row) { each<vectors>([&](auto v) { at[row][v] = activate(at[row][v], finish); }); });
    }
    each<rows>([&](auto row) {
      each<vectors>([&](auto v) { store<width>(end.c + row * end.cStride + v * width, at[row][v]); });
    });
    if (isBent(end.finish)) bendRows<width>(end.c, end.cStride, rows, vectors * width, end.finish->curve);
  }
};

template <int width, int rows, int vectors>
void multiplyRowTile(const RowTile& tile, const TileEnd& end) {
  Sums<width, rows, vectors> sums;
  sums.begin(end);
  const float* b = tile.b;
  for (int64_t segment = 0; segment < tile.segments; segment++) {
    const float* a[rows];
    each<rows>([&](auto row) { a[row] = tile.rows[segment * rows + row]; });
    for (int64_t term = 0; term < tile.terms; term++) {
      sums.add(b, [&](auto row) { return a[row][term]; });
      b += tile.bStride;
    }
  }
  sums.finish(end);
}

template <int width, int rows, int vectors>
void multiplyColumnTile(const ColumnTile& tile, const TileEnd& end) {
  Sums<width, rows, vectors> sums;
  sums.begin(end);
  for (int64_t segment = 0; segment < tile.count; segment++) {
    const float* a = tile.segments[segment].a + tile.aOffset;
    const float* b = tile.b + tile.segments[segment].b;
    for (int64_t term = tile.segments[segment].terms; term > 0; term--) {
      sums.add(b, [&](auto row) { return a[row]; });
      a += tile.aStride;
      b += tile.bStride;
    }
  }
  sums.finish(end);
}

}  // namespace
}  // namespace isograd
