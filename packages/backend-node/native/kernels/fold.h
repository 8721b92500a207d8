// Reductions: folds of numbers that lie side by side, and of rows element by element. What is folded has several parts
// within a block, and blocks are folded pairwise: errors of sums grow with the logarithm of their length.
#pragma once

#include <cstring>

#include "lanes.h"

namespace isograd {
namespace {

// Vectors of any kind of elements.
template <class Element, int lanes>
struct ElementsOf {
  typedef Element Value __attribute__((vector_size(lanes * sizeof(Element))));
};

template <class Value, class Element>
__attribute__((always_inline)) inline Value loadLanes(const Element* from) {
  Value value;
  memcpy(&value, from, sizeof value);
  return value;
}

template <class Value, class Element>
__attribute__((always_inline)) inline void storeLanes(Element* to, Value value) {
  memcpy(to, &value, sizeof value);
}

// A fold says what two numbers become, of vectors or single ones, and what leaves every number as it is. Sums and
// products of integers wrap around, which is defined for unsigned ones alone.
template <class Type>
struct Addition {
  using Element = Type;
  static constexpr Element neutral = 0;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    return a + b;
  }
};

template <class Type>
struct Multiplication {
  using Element = Type;
  static constexpr Element neutral = 1;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    return a * b;
  }
};

// Where one number is NaN or both are zeros, comparisons give the second operand: what differs between both orders is
// the sign of a zero, which must win for the smaller one and lose for the larger one, or the bits of a NaN.
struct Largest {
  using Element = float;
  static constexpr Element neutral = -infinity;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    const auto one = bitsOf(a > b ? a : b), other = bitsOf(b > a ? b : a);
    return as<Value>(one | other) - as<Value>(one ^ other);
  }
};

struct Smallest {
  using Element = float;
  static constexpr Element neutral = infinity;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    return as<Value>(bitsOf(a < b ? a : b) | bitsOf(b < a ? b : a));
  }
};

template <class Type, Type least>
struct LargestInteger {
  using Element = Type;
  static constexpr Element neutral = least;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    return a > b ? a : b;
  }
};

template <class Type, Type most>
struct SmallestInteger {
  using Element = Type;
  static constexpr Element neutral = most;
  template <class Value>
  __attribute__((always_inline)) static Value fold(Value a, Value b) {
    return a < b ? a : b;
  }
};

template <class Fold>
using ElementOf = typename Fold::Element;

// The vectors of a fold: as wide as so many floats.
template <class Fold, int width>
constexpr int foldLanesOf = width * 4 / static_cast<int>(sizeof(ElementOf<Fold>));
template <class Fold, int width>
using ValuesOf = typename ElementsOf<ElementOf<Fold>, foldLanesOf<Fold, width>>::Value;

// A result as it is stored: floats are scaled, bools are 0 or 1.
template <class Element>
__attribute__((always_inline)) inline Element finishFold(Element value, [[maybe_unused]] float scale) {
  if constexpr (std::is_same_v<Element, float>) return value * scale;
  if constexpr (std::is_same_v<Element, uint8_t>) return value != 0;
  return value;
}

// The smallest vector of a fold; wider ones become one by folding their halves.
template <class Fold>
using QuadOf = ValuesOf<Fold, 4>;

template <class Fold, int width>
__attribute__((always_inline)) inline QuadOf<Fold> foldHalves(ValuesOf<Fold, width> values) {
  if constexpr (width == 4) {
    return values;
  } else {
    using Half = ValuesOf<Fold, width / 2>;
    Half low, high;
#if __has_builtin(__builtin_shufflevector)
    if constexpr (foldLanesOf<Fold, width> == 16) {
      low = __builtin_shufflevector(values, values, 0, 1, 2, 3, 4, 5, 6, 7);
      high = __builtin_shufflevector(values, values, 8, 9, 10, 11, 12, 13, 14, 15);
      return foldHalves<Fold, width / 2>(Fold::fold(low, high));
    } else if constexpr (foldLanesOf<Fold, width> == 8) {
      low = __builtin_shufflevector(values, values, 0, 1, 2, 3);
      high = __builtin_shufflevector(values, values, 4, 5, 6, 7);
      return foldHalves<Fold, width / 2>(Fold::fold(low, high));
    }
#endif
    memcpy(&low, &values, sizeof low);
    memcpy(&high, reinterpret_cast<const char*>(&values) + sizeof low, sizeof high);
    return foldHalves<Fold, width / 2>(Fold::fold(low, high));
  }
}

// Of all numbers of the smallest vector.
template <class Fold>
__attribute__((always_inline)) inline ElementOf<Fold> foldQuad(QuadOf<Fold> values) {
  if constexpr (foldLanesOf<Fold, 4> == 4) {
    return Fold::fold(Fold::fold(values[0], values[2]), Fold::fold(values[1], values[3]));
  } else {
    ElementOf<Fold> result = values[0];
    for (int lane = 1; lane < foldLanesOf<Fold, 4>; lane++) result = Fold::fold(result, values[lane]);
    return result;
  }
}

#if __has_builtin(__builtin_shufflevector)
// Of each of four, in the order that foldQuad has.
template <class Fold>
__attribute__((always_inline)) inline QuadOf<Fold> foldFourQuads(const QuadOf<Fold> (&rows)[4]) {
  using Quad = QuadOf<Fold>;
  const Quad low = Fold::fold(Quad(__builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5)),
                              Quad(__builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7)));
  const Quad high = Fold::fold(Quad(__builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5)),
                               Quad(__builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7)));
  return Fold::fold(Quad(__builtin_shufflevector(low, high, 0, 1, 4, 5)),
                    Quad(__builtin_shufflevector(low, high, 2, 3, 6, 7)));
}
#else
template <class Fold>
__attribute__((always_inline)) inline QuadOf<Fold> foldFourQuads(const QuadOf<Fold> (&rows)[4]) {
  return QuadOf<Fold>{foldQuad<Fold>(rows[0]), foldQuad<Fold>(rows[1]), foldQuad<Fold>(rows[2]),
                      foldQuad<Fold>(rows[3])};
}
#endif

// Marks the last lanes of a vector: from `lanes - count` on, what lies there is true for `count` of them.
template <class Mark, int lanes>
struct TailMarks {
  Mark at[2 * lanes] = {};
  constexpr TailMarks() {
    for (int lane = lanes; lane < 2 * lanes; lane++) at[lane] = static_cast<Mark>(-1);
  }
};
template <class Mark, int lanes>
constexpr TailMarks<Mark, lanes> tailMarks;

// The last numbers of at least a vector, of which the others are in another already.
template <class Fold, int width>
__attribute__((always_inline)) inline ValuesOf<Fold, width> loadTail(const ElementOf<Fold>* end, int64_t count) {
  using Values = ValuesOf<Fold, width>;
  using Marks = decltype(Values{} < Values{});
  using Mark = std::conditional_t<sizeof(ElementOf<Fold>) == 1, int8_t, int32_t>;
  constexpr int lanes = foldLanesOf<Fold, width>;
  const Values neutral = Values{} + Fold::neutral;
  return loadLanes<Marks>(tailMarks<Mark, lanes>.at + count) ? loadLanes<Values>(end - lanes) : neutral;
}

// Fewer numbers than a vector has.
template <class Fold>
__attribute__((always_inline)) inline QuadOf<Fold> loadFew(const ElementOf<Fold>* x, int64_t count) {
  ElementOf<Fold> numbers[foldLanesOf<Fold, 4>];
  for (int lane = 0; lane < foldLanesOf<Fold, 4>; lane++) numbers[lane] = lane < count ? x[lane] : Fold::neutral;
  return loadLanes<QuadOf<Fold>>(numbers);
}

// Of one block of numbers.
template <class Fold, int width>
__attribute__((always_inline)) inline QuadOf<Fold> foldBlock(const ElementOf<Fold>* x, int64_t count) {
  using Values = ValuesOf<Fold, width>;
  constexpr int lanes = foldLanesOf<Fold, width>;
  if (count < lanes) {
    if constexpr (width > 4) {
      return foldBlock<Fold, width / 2>(x, count);
    } else {
      return loadFew<Fold>(x, count);
    }
  }
  Values total = loadLanes<Values>(x);
  int64_t i = lanes;
  if (count >= 8 * lanes) {
    Values second = loadLanes<Values>(x + lanes), third = loadLanes<Values>(x + 2 * lanes),
           fourth = loadLanes<Values>(x + 3 * lanes);
    for (i = 4 * lanes; i + 4 * lanes <= count; i += 4 * lanes) {
      total = Fold::fold(total, loadLanes<Values>(x + i));
      second = Fold::fold(second, loadLanes<Values>(x + i + lanes));
      third = Fold::fold(third, loadLanes<Values>(x + i + 2 * lanes));
      fourth = Fold::fold(fourth, loadLanes<Values>(x + i + 3 * lanes));
    }
    total = Fold::fold(Fold::fold(total, second), Fold::fold(third, fourth));
  }
  for (; i + lanes <= count; i += lanes) total = Fold::fold(total, loadLanes<Values>(x + i));
  if (i < count) total = Fold::fold(total, loadTail<Fold, width>(x + count, count - i));
  return foldHalves<Fold, width>(total);
}

// Numbers that are folded one after the other, in each lane of four vectors.
template <class Fold, int width>
constexpr int64_t numbersPerBlock = 128 * foldLanesOf<Fold, width>;

template <class Fold, int width>
QuadOf<Fold> foldBlocks(const ElementOf<Fold>* x, int64_t count) {
  constexpr int64_t block = numbersPerBlock<Fold, width>;
  if (count <= block) return foldBlock<Fold, width>(x, count);
  const int64_t half = (count / 2 + block - 1) / block * block;
  return Fold::fold(foldBlocks<Fold, width>(x, half), foldBlocks<Fold, width>(x + half, count - half));
}

// Of numbers that lie side by side.
template <class Fold, int width>
__attribute__((always_inline)) inline QuadOf<Fold> foldNumbers(const ElementOf<Fold>* x, int64_t count) {
  return count <= numbersPerBlock<Fold, width> ? foldBlock<Fold, width>(x, count) : foldBlocks<Fold, width>(x, count);
}

template <class Fold, int width>
void foldRowsOfNumbers(const NumberFold& task) {
  const ElementOf<Fold>* x = static_cast<const ElementOf<Fold>*>(task.x);
  ElementOf<Fold>* const out = static_cast<ElementOf<Fold>*>(task.out);
  int64_t row = 0;
  if constexpr (foldLanesOf<Fold, 4> == 4) {
    for (; row + 4 <= task.rows; row += 4, x += 4 * task.length) {
      QuadOf<Fold> quads[4];
      for (int i = 0; i < 4; i++) quads[i] = foldNumbers<Fold, width>(x + i * task.length, task.length);
      QuadOf<Fold> results = foldFourQuads<Fold>(quads);
      if constexpr (std::is_same_v<ElementOf<Fold>, float>) results *= task.scale;
      storeLanes(out + row, results);
    }
  }
  for (; row < task.rows; row++, x += task.length) {
    out[row] = finishFold(foldQuad<Fold>(foldNumbers<Fold, width>(x, task.length)), task.scale);
  }
}

// Some rows, pairwise, from one column on; widths shrink towards the last column.
template <class Fold, int width, int rows, bool accumulates>
__attribute__((always_inline)) inline void foldColumnsFrom(int64_t column, const ElementOf<Fold>* x, int64_t stride,
                                                           int64_t columns, ElementOf<Fold>* out) {
  using Values = ValuesOf<Fold, width>;
  constexpr int lanes = foldLanesOf<Fold, width>;
  for (; column + lanes <= columns; column += lanes) {
    const ElementOf<Fold>* from = x + column;
    Values parts[rows];
    each<rows>([&](auto row) { parts[row] = loadLanes<Values>(from + row * stride); });
    if constexpr (rows == 8) each<4>([&](auto row) { parts[row] = Fold::fold(parts[row], parts[row + 4]); });
    if constexpr (rows >= 4) each<2>([&](auto row) { parts[row] = Fold::fold(parts[row], parts[row + 2]); });
    if constexpr (rows >= 2) parts[0] = Fold::fold(parts[0], parts[1]);
    if constexpr (accumulates) parts[0] = Fold::fold(loadLanes<Values>(out + column), parts[0]);
    storeLanes(out + column, parts[0]);
  }
  if constexpr (width > 4) {
    if (column < columns) foldColumnsFrom<Fold, width / 2, rows, accumulates>(column, x, stride, columns, out);
  } else {
    for (; column < columns; column++) {
      ElementOf<Fold> parts[rows];
      for (int row = 0; row < rows; row++) parts[row] = x[column + row * stride];
      for (int distance = rows / 2; distance > 0; distance /= 2) {
        for (int row = 0; row < distance; row++) parts[row] = Fold::fold(parts[row], parts[row + distance]);
      }
      out[column] = accumulates ? Fold::fold(out[column], parts[0]) : parts[0];
    }
  }
}

template <class Fold, int width, int rows>
void foldSomeRows(const ElementOf<Fold>* x, int64_t stride, int64_t columns, ElementOf<Fold>* out, bool accumulates) {
  if (accumulates) {
    foldColumnsFrom<Fold, width, rows, true>(0, x, stride, columns, out);
  } else {
    foldColumnsFrom<Fold, width, rows, false>(0, x, stride, columns, out);
  }
}

template <class Fold, int width>
void foldColumns(const ColumnFold& task) {
  const ElementOf<Fold>* x = static_cast<const ElementOf<Fold>*>(task.x);
  ElementOf<Fold>* const out = static_cast<ElementOf<Fold>*>(task.out);
  int64_t row = 0;
  const auto add = [&](auto count, int64_t columns) {
    foldSomeRows<Fold, width, count>(x + row * task.stride, task.stride, columns, out, row > 0);
    row += count;
  };
  while (row + 8 <= task.rows) add(std::integral_constant<int, 8>{}, task.columns);
  if (row + 4 <= task.rows) add(std::integral_constant<int, 4>{}, task.columns);
  if (row + 2 <= task.rows) add(std::integral_constant<int, 2>{}, task.columns);
  if (row < task.rows) add(std::integral_constant<int, 1>{}, task.columns);
  if (task.rest > 0) add(std::integral_constant<int, 1>{}, task.rest);
  if (task.scale != 1 || std::is_same_v<ElementOf<Fold>, uint8_t>) {
    for (int64_t column = 0; column < task.columns; column++) out[column] = finishFold(out[column], task.scale);
  }
}

template <class Fold, int width>
constexpr FoldKernels foldKernels() {
  return {foldRowsOfNumbers<Fold, width>, foldColumns<Fold, width>};
}

// By their kinds.
template <int width>
constexpr void fillFolds(FoldKernels (&folds)[foldKinds]) {
  folds[0] = foldKernels<Addition<float>, width>();
  folds[1] = foldKernels<Multiplication<float>, width>();
  folds[2] = foldKernels<Largest, width>();
  folds[3] = foldKernels<Smallest, width>();
  folds[4] = foldKernels<Addition<uint32_t>, width>();
  folds[5] = foldKernels<Multiplication<uint32_t>, width>();
  folds[6] = foldKernels<LargestInteger<int32_t, -0x7fffffff - 1>, width>();
  folds[7] = foldKernels<SmallestInteger<int32_t, 0x7fffffff>, width>();
  folds[8] = foldKernels<LargestInteger<uint8_t, 0>, width>();
  folds[9] = foldKernels<SmallestInteger<uint8_t, 1>, width>();
}

}  // namespace
}  // namespace isograd
