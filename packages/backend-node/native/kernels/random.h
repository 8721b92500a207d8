// Threefry-2x32 with 20 rounds, a block in each lane (packages/core/src/random).
#pragma once

#include <cstring>

#include "words.h"

namespace isograd {
namespace {

constexpr uint32_t threefryParity = 0x1bd11bda;

template <int rotation, class Value>
__attribute__((always_inline)) inline Value rotate(Value value) {
  return (value << rotation) | (value >> (32 - rotation));
}

// Four rounds, after which words of the key are added.
template <int injection, class Value>
__attribute__((always_inline)) inline void fourRounds(Value& x0, Value& x1, const uint32_t* schedule) {
  constexpr int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  each<4>([&](auto round) {
    x0 += x1;
    x1 = rotate<rotations[(injection + 1) % 2][round]>(x1) ^ x0;
  });
  x0 += schedule[injection % 3];
  x1 += schedule[(injection + 1) % 3] + injection;
}

// The elements of two vectors in turn, from one on.
template <int first, int... place>
constexpr auto alternating(std::integer_sequence<int, place...>) {
  constexpr int width = sizeof...(place);
  return std::integer_sequence<int, (first + place / 2 + (place % 2 == 0 ? 0 : width))...>{};
}

// Blocks from one counter on: those of a vector have 2 · width words.
template <int width>
void randomBits(const RandomStream& stream, int64_t first, int64_t count, uint32_t* out) {
  const uint32_t schedule[3] = {stream.key[0], stream.key[1], stream.key[0] ^ stream.key[1] ^ threefryParity};
  Words<width> counters = Words<width>{} + (stream.counter + static_cast<uint32_t>(first / 2));
  for (uint32_t lane = 0; lane < width; lane++) counters[lane] += lane;
  for (; count > 0; count -= 2 * width, out += 2 * width) {
    Words<width> x0 = counters + schedule[0], x1 = Words<width>{} + (stream.data + schedule[1]);
    each<5>([&](auto round) { fourRounds<round + 1>(x0, x1, schedule); });
    counters += width;
    x0 >>= stream.shift;
    x1 >>= stream.shift;
    const Words<width> words[2] = {pick(x0, x1, alternating<0>(std::make_integer_sequence<int, width>{})),
                                   pick(x0, x1, alternating<width / 2>(std::make_integer_sequence<int, width>{}))};
    if (count >= 2 * width) {
      memcpy(out, words, sizeof words);
    } else {
      memcpy(out, words, static_cast<size_t>(count) * sizeof *out);
    }
  }
}

}  // namespace
}  // namespace isograd
