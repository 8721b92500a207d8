// The gradient of a filter from a band: a tile of it stays in registers while positions pass by.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

// Rows of a tile: 16 registers hold their sums.
constexpr int gradientRows = 9;

// Rows beyond `count` are the last one again. With channels, each column has numbers of its own in the band.
template <int width, int rows, bool isOfChannels>
void addGradientTile(const WindowGradient& of, int64_t firstRow, int64_t count, int64_t column) {
  Vector<width> sums[rows] = {};
  int64_t place[rows];
  each<rows>([&](auto row) {
    place[row] = of.offsets[firstRow + (row < count ? row : count - 1)] + (isOfChannels ? column : 0);
  });
  for (int64_t line = 0; line < of.lines; line++) {
    const float* a = of.a + line * of.aLineStep;
    const float* b = of.b + line * of.bLineStep + column;
    for (int64_t position = 0; position < of.positions; position++) {
      const Vector<width> right = load<width>(b);
      each<rows>([&](auto row) {
        if constexpr (isOfChannels) {
          sums[row] += load<width>(a + place[row]) * right;
        } else {
          sums[row] += right * a[place[row]];
        }
      });
      a += of.aStep;
      b += of.bStep;
    }
  }
  each<rows>([&](auto row) {
    if (row >= count) return;
    float* to = of.sums + (firstRow + row) * of.columns + column;
    store<width>(to, load<width>(to) + sums[row]);
  });
}

template <int width, bool isOfChannels>
void addGradientColumns(const WindowGradient& of, int64_t column) {
  for (int64_t row = 0; row < of.rows; row += gradientRows) {
    const int64_t count = of.rows - row;
    if (count > 6) {
      addGradientTile<width, gradientRows, isOfChannels>(of, row, count, column);
    } else if (count > 3) {
      addGradientTile<width, 6, isOfChannels>(of, row, count, column);
    } else {
      addGradientTile<width, 3, isOfChannels>(of, row, count, column);
    }
  }
}

template <int width, bool isOfChannels>
void addGradient(const WindowGradient& of) {
  eachWidth<width>(of.columns,
                   [&](auto lanes, int64_t column) { addGradientColumns<lanes, isOfChannels>(of, column); });
}

}  // namespace
}  // namespace isograd
