// What an instruction asks to be done with its results: a bias, then an activation.
#pragma once

#include <limits>

#include "kernels/kernel-table.h"
#include "word-reader.h"

namespace isograd {

// NaN stays NaN in all of them.
struct Activation {
  enum Kind { none, relu, relu6, leakyRelu, elu, selu, sigmoid, tanh, softplus };

  Kind kind = none;
  float slope = 0;

  // Its kind, and the slope of leaky relu.
  static Activation read(WordReader& reader) {
    const Kind kind = static_cast<Kind>(reader.number(none, softplus));
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
    finish.curve = curve();
    return kind != none || columnBias != nullptr || rowBias != nullptr;
  }

 private:
  Curve curve() const {
    switch (kind) {
      case elu:
        return Curve::elu;
      case selu:
        return Curve::selu;
      case sigmoid:
        return Curve::sigmoid;
      case tanh:
        return Curve::tanh;
      case softplus:
        return Curve::softplus;
      default:
        return Curve::none;
    }
  }
};

}  // namespace isograd
