// What an instruction asks to be done with its results: a bias, then an activation.
#pragma once

#include <limits>

#include "kernels/kernel-table.h"
#include "word-reader.h"

namespace isograd {

// Relu, relu6 and leaky relu; NaN stays NaN in all of them.
struct Activation {
  enum Kind { none = 0, relu = 1, relu6 = 2, leakyRelu = 3 };

  Kind kind = none;
  float slope = 0;

  // Its kind, and the slope of leaky relu.
  static Activation read(WordReader& reader) {
    const Kind kind = static_cast<Kind>(reader.number(none, leakyRelu));
    return {kind, reader.real()};
  }

  // Whether anything is done, with these.
  bool fill(Finish& finish, const float* columnBias, const float* rowBias) const {
    finish.columnBias = columnBias;
    finish.rowBias = rowBias;
    if (kind == relu || kind == relu6) {
      finish.isClamped = true;
      finish.highest = kind == relu ? std::numeric_limits<float>::infinity() : 6;
    }
    if (kind == leakyRelu) {
      finish.isLeaky = true;
      finish.slope = slope;
    }
    return kind != none || columnBias != nullptr || rowBias != nullptr;
  }
};

}  // namespace isograd
