// Elements on their way from one place to another.
#pragma once

#include <cstring>

#include "words.h"

namespace isograd {
namespace {

// Runs from here on are those of the C library.
constexpr int64_t longRun = 2048;

// From one to two chunks of bytes, which may meet in the middle.
template <class Chunk>
struct ShortRun {
  const int64_t bytes;

  __attribute__((always_inline)) void operator()(const uint8_t* from, uint8_t* to) const {
    Chunk first, last;
    memcpy(&first, from, sizeof first);
    memcpy(&last, from + bytes - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first);
    memcpy(to + bytes - sizeof last, &last, sizeof last);
  }
};

// More than one vector.
template <int width>
struct VectorRun {
  const int64_t bytes;

  __attribute__((always_inline)) void operator()(const uint8_t* from, uint8_t* to) const {
    constexpr int64_t step = sizeof(Vector<width>);
    int64_t at = 0;
    for (; at + 2 * step < bytes; at += step) memcpy(to + at, from + at, step);
    ShortRun<Vector<width>>{bytes - at}(from + at, to + at);
  }
};

struct LongRun {
  const int64_t bytes;

  void operator()(const uint8_t* from, uint8_t* to) const { memcpy(to, from, static_cast<size_t>(bytes)); }
};

// Calls visit(copy) with what copies runs of so many bytes fast: it is chosen once for many.
template <int width, class Visit>
__attribute__((always_inline)) inline void withCopyOf(int64_t bytes, const Visit& visit) {
  if (bytes >= longRun) return visit(LongRun{bytes});
  if (bytes >= 2 * static_cast<int64_t>(sizeof(Vector<width>))) return visit(VectorRun<width>{bytes});
  if constexpr (width == 16) {
    if (bytes >= 64) return visit(ShortRun<Vector<16>>{bytes});
  }
  if constexpr (width >= 8) {
    if (bytes >= 32) return visit(ShortRun<Vector<8>>{bytes});
  }
  if (bytes >= 16) return visit(ShortRun<Vector<4>>{bytes});
  if (bytes >= 8) return visit(ShortRun<uint64_t>{bytes});
  if (bytes >= 4) return visit(ShortRun<uint32_t>{bytes});
  if (bytes >= 2) return visit(ShortRun<uint16_t>{bytes});
  if (bytes == 1) return visit(ShortRun<uint8_t>{bytes});
}

template <int width>
void copyRows(const uint8_t* from, int64_t fromStep, uint8_t* to, int64_t toStep, int64_t rows, int64_t bytes) {
  withCopyOf<width>(bytes, [&](const auto& copy) {
    for (int64_t row = 0; row < rows; row++) copy(from + row * fromStep, to + row * toStep);
  });
}

template <int width>
void gatherRows(const uint8_t* table, int64_t tableRows, const int32_t* indices, int64_t count, int64_t bytes,
                uint8_t* to) {
  withCopyOf<width>(bytes, [&](const auto& copy) {
    for (int64_t row = 0; row < count; row++, to += bytes) {
      const int64_t index = indices[row];
      if (index >= 0 && index < tableRows) {
        copy(table + index * bytes, to);
      } else {
        memset(to, 0, static_cast<size_t>(bytes));
      }
    }
  });
}

// Where the elements of two rows are when those of a square change places at a distance.
template <int distance, int... column>
constexpr auto upperRow(std::integer_sequence<int, column...>) {
  constexpr int width = sizeof...(column);
  return std::integer_sequence<int, ((column & distance) == 0 ? column : width + column - distance)...>{};
}

template <int distance, int... column>
constexpr auto lowerRow(std::integer_sequence<int, column...>) {
  constexpr int width = sizeof...(column);
  return std::integer_sequence<int, ((column & distance) == 0 ? column + distance : width + column)...>{};
}

// The rows of a square become its columns: halves change places, then quarters, down to neighbours.
template <int width, int distance>
__attribute__((always_inline)) inline void turn(Vector<width>* rows) {
  if constexpr (distance > 0) {
    each<width>([&](auto row) __attribute__((always_inline)) {
      if constexpr ((row & distance) == 0) {
        const Vector<width> upper = rows[row], lower = rows[row + distance];
        rows[row] = pick(upper, lower, upperRow<distance>(std::make_integer_sequence<int, width>{}));
        rows[row + distance] = pick(upper, lower, lowerRow<distance>(std::make_integer_sequence<int, width>{}));
      }
    });
    turn<width, distance / 2>(rows);
  }
}

template <int width>
inline void transposeSquare(const float* from, int64_t fromStep, float* to, int64_t toStep) {
  Vector<width> rows[width];
  each<width>([&](auto row) { rows[row] = load<width>(from + row * fromStep); });
  turn<width, width / 2>(rows);
  each<width>([&](auto row) { store<width>(to + row * toStep, rows[row]); });
}

template <int width>
void transposeRows(const float* from, int64_t fromStep, float* to, int64_t toStep, int64_t rows, int64_t columns) {
  const int64_t wholeRows = rows / width * width, wholeColumns = columns / width * width;
  for (int64_t row = 0; row < wholeRows; row += width) {
    for (int64_t column = 0; column < wholeColumns; column += width) {
      transposeSquare<width>(from + row * fromStep + column, fromStep, to + column * toStep + row, toStep);
    }
  }
  if constexpr (width > 4) {
    transposeRows<4>(from + wholeColumns, fromStep, to + wholeColumns * toStep, toStep, wholeRows,
                     columns - wholeColumns);
    transposeRows<4>(from + wholeRows * fromStep, fromStep, to + wholeRows, toStep, rows - wholeRows, columns);
  } else {
    for (int64_t column = 0; column < columns; column++) {
      for (int64_t row = column < wholeColumns ? wholeRows : 0; row < rows; row++) {
        to[column * toStep + row] = from[row * fromStep + column];
      }
    }
  }
}

template <class Element>
inline void copyLine(const Element* __restrict from, int64_t fromStep, Element* __restrict to, int64_t toStep,
                     int64_t count) {
  if (toStep == 1 && fromStep == 0) {
    const Element value = *from;
    for (int64_t i = 0; i < count; i++) to[i] = value;
  } else if (toStep == 1 && fromStep == -1) {
    for (int64_t i = 0; i < count; i++) to[i] = from[-i];
  } else {
    for (int64_t i = 0; i < count; i++) to[i * toStep] = from[i * fromStep];
  }
}

// Elements at any distance: `rows` lines of `columns`.
template <class Element>
void copySteps(const Lattice& lattice, const Element* from, Element* to) {
  for (int64_t row = 0; row < lattice.rows; row++) {
    copyLine(from + row * lattice.fromRow, lattice.fromColumn, to + row * lattice.toRow, lattice.toColumn,
             lattice.columns);
  }
}

template <int width>
void fillWords(uint32_t word, uint32_t* to, int64_t count) {
  const Words<width> words = Words<width>{} + word;
  int64_t i = 0;
  for (; i + width <= count; i += width) memcpy(to + i, &words, sizeof words);
  for (; i < count; i++) to[i] = word;
}

}  // namespace
}  // namespace isograd
