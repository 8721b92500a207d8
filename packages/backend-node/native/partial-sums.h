// Sums of many terms, divided into parts that sizes alone decide, and added pairwise.
#pragma once

#include <cstdint>

namespace isograd {

// Parts of a divided sum, at most.
constexpr int64_t mostParts = 16;

// Adds parts of `size` numbers each to the first one.
inline void addPartsPairwise(float* sums, int64_t parts, int64_t size) {
  for (int64_t distance = 1; distance < parts; distance *= 2) {
    for (int64_t part = 0; part + distance < parts; part += 2 * distance) {
      float* to = sums + part * size;
      const float* from = to + distance * size;
      for (int64_t i = 0; i < size; i++) to[i] += from[i];
    }
  }
}

}  // namespace isograd
