// Rows that are added to those of their segments, in their order.
#pragma once

#include <cstring>

#include "words.h"

namespace isograd {
namespace {

template <class Lanes, class Element>
void addRows(const SegmentRows& r, const Element* x, Element* sums) {
  constexpr int64_t width = sizeof(Lanes) / sizeof(Element);
  for (int64_t row = 0; row < r.rows; row++, x += r.step) {
    const int64_t segment = r.segments[row];
    if (segment < r.firstSegment || segment >= r.lastSegment) continue;
    Element* const to = sums + segment * r.step;
    int64_t column = 0;
    for (; column + width <= r.columns; column += width) {
      Lanes sum, next;
      memcpy(&sum, to + column, sizeof sum);
      memcpy(&next, x + column, sizeof next);
      sum += next;
      memcpy(to + column, &sum, sizeof sum);
    }
    for (; column < r.columns; column++) to[column] += x[column];
  }
}

}  // namespace
}  // namespace isograd
