// Activations of which each takes as long as some terms of a sum: one function for all kernels, of results that were
// just stored.
#pragma once

#include "vector-math.h"

namespace isograd {
namespace {

template <int width, class Compute>
void mapRows(float* c, int64_t cStride, int64_t rows, int64_t columns, const Compute& compute) {
  for (int64_t row = 0; row < rows; row++, c += cStride) {
    eachWidth<width>(columns,
                     [&](auto lanes, int64_t column) { store<lanes>(c + column, compute(load<lanes>(c + column))); });
  }
}

template <int width>
__attribute__((noinline)) void bendRows(float* c, int64_t cStride, int64_t rows, int64_t columns, Curve curve) {
  const auto map = [&](const auto& compute) { mapRows<width>(c, cStride, rows, columns, compute); };
  switch (curve) {
    case Curve::none:
      return;
    case Curve::elu:
      return map([](auto x) { return elu(x); });
    case Curve::selu:
      return map([](auto x) { return selu(x); });
    case Curve::sigmoid:
      return map([](auto x) { return sigmoid(x); });
    case Curve::tanh:
      return map([](auto x) { return tanh(x); });
    case Curve::softplus:
      return map([](auto x) { return softplus(x); });
  }
}

// Whether a curve is taken, which is seldom.
inline bool isBent(const Finish* finish) { return finish != nullptr && finish->curve != Curve::none; }

}  // namespace
}  // namespace isograd
