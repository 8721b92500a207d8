// Where the largest or the smallest numbers are. The first of several counts, and the first NaN is both.
#pragma once

#include "fold.h"

namespace isograd {
namespace {

// Numbers, one or a vector of them, and where they were found.
template <class Value>
struct Found {
  Value number;
  Integers<Value> place;
};

// Whether one number takes the place of another before it.
template <bool isSmallest, class Value>
__attribute__((always_inline)) inline auto isBetter(Value number, Value than) {
  const auto isBeyond = isSmallest ? number < than : number > than;
  return (than == than) & (isBeyond | (number != number));
}

// The better one of two, of equal ones that of the lower place.
template <bool isSmallest, class Value>
__attribute__((always_inline)) inline Found<Value> better(const Found<Value>& a, const Found<Value>& b) {
  const auto isEqual = (a.number == b.number) | ((a.number != a.number) & (b.number != b.number));
  const auto isSecond = isBetter<isSmallest>(b.number, a.number) | (isEqual & (b.place < a.place));
  return {isSecond ? b.number : a.number, isSecond ? b.place : a.place};
}

template <bool isSmallest, int width>
__attribute__((always_inline)) inline int32_t searchLanes(const Found<Vector<width>>& found) {
  if constexpr (width > 4) {
    using Half = Vector<width / 2>;
    Found<Half> low, high;
    memcpy(&low.number, &found.number, sizeof low.number);
    memcpy(&low.place, &found.place, sizeof low.place);
    memcpy(&high.number, reinterpret_cast<const char*>(&found.number) + sizeof low.number, sizeof high.number);
    memcpy(&high.place, reinterpret_cast<const char*>(&found.place) + sizeof low.place, sizeof high.place);
    return searchLanes<isSmallest, width / 2>(better<isSmallest>(low, high));
  } else {
    const auto lane = [&](int index) { return Found<float>{found.number[index], found.place[index]}; };
    return better<isSmallest>(better<isSmallest>(lane(0), lane(1)), better<isSmallest>(lane(2), lane(3))).place;
  }
}

constexpr int32_t firstPlaces[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// In numbers that lie side by side. The last vector may begin in the one before: what it sees again is not better.
template <bool isSmallest, int width>
__attribute__((always_inline)) inline int32_t searchRow(const float* x, int32_t length) {
  using Value = Vector<width>;
  if (length < width) {
    if constexpr (width > 4) {
      return searchRow<isSmallest, width / 2>(x, length);
    } else {
      Found<float> found{x[0], 0};
      for (int32_t place = 1; place < length; place++) {
        if (isBetter<isSmallest>(x[place], found.number)) found = {x[place], place};
      }
      return found.place;
    }
  }
  const Integers<Value> first = loadLanes<Integers<Value>>(firstPlaces);
  Found<Value> found{load<width>(x), first};
  const auto look = [&](int32_t place) {
    const Value number = load<width>(x + place);
    const auto isFound = isBetter<isSmallest>(number, found.number);
    found = {isFound ? number : found.number, isFound ? first + place : found.place};
  };
  int32_t place = width;
  for (; place <= length - width; place += width) look(place);
  if (place < length) look(length - width);
  return searchLanes<isSmallest, width>(found);
}

// In columns, from one on; widths shrink towards the last column.
template <bool isSmallest, class Value>
__attribute__((always_inline)) inline void searchColumn(const float* x, int64_t stride, int32_t length, int32_t* out) {
  Found<Value> found{loadLanes<Value>(x), {}};
  for (int32_t place = 1; place < length; place++) {
    x += stride;
    const Value number = loadLanes<Value>(x);
    const auto isFound = isBetter<isSmallest>(number, found.number);
    found = {isFound ? number : found.number, isFound ? Integers<Value>{} + place : found.place};
  }
  storeLanes(out, found.place);
}

template <bool isSmallest, int width>
void searchExtrema(const ExtremumSearch& task) {
  const float* x = task.x;
  const int32_t length = static_cast<int32_t>(task.length);
  if (task.stride == 1) {
    for (int64_t row = 0; row < task.count; row++, x += length) task.out[row] = searchRow<isSmallest, width>(x, length);
    return;
  }
  int64_t column = 0;
  for (; column + width <= task.count; column += width) {
    searchColumn<isSmallest, Vector<width>>(x + column, task.stride, length, task.out + column);
  }
  for (; column + 4 <= task.count; column += 4) {
    searchColumn<isSmallest, Vector<4>>(x + column, task.stride, length, task.out + column);
  }
  for (; column < task.count; column++) {
    searchColumn<isSmallest, float>(x + column, task.stride, length, task.out + column);
  }
}

}  // namespace
}  // namespace isograd
