// Sums of products channel by channel, on which depthwise convolutions stand.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

// The sum of one vector of channels, or of one channel.
template <class Value, class Load>
__attribute__((always_inline)) inline Value weigh(const float* const* sources, const float* const* weights,
                                                  int64_t count, const Load& loadAt) {
  Value sum = {};
  for (int64_t i = 0; i < count; i++) sum += loadAt(sources[i]) * loadAt(weights[i]);
  return sum;
}

template <int width>
void weighRows(const float* const* sources, const float* const* weights, int64_t count, int64_t channels, float* out,
               const Finish* finish) {
  int64_t channel = 0;
  for (; channel + width <= channels; channel += width) {
    Vector<width> sum =
        weigh<Vector<width>>(sources, weights, count, [&](const float* from) { return load<width>(from + channel); });
    if (finish != nullptr) {
      if (finish->columnBias != nullptr) sum += load<width>(finish->columnBias + channel);
      sum = activate(sum, *finish);
    }
    store<width>(out + channel, sum);
  }
  for (; channel < channels; channel++) {
    float sum = weigh<float>(sources, weights, count, [&](const float* from) { return from[channel]; });
    if (finish != nullptr) {
      if (finish->columnBias != nullptr) sum += finish->columnBias[channel];
      sum = activate(sum, *finish);
    }
    out[channel] = sum;
  }
}

template <int width>
void addProducts(const float* a, int64_t aStride, const float* b, int64_t bStride, int64_t count, int64_t channels,
                 float* sums) {
  int64_t channel = 0;
  for (; channel + width <= channels; channel += width) {
    Vector<width> sum = load<width>(sums + channel);
    for (int64_t i = 0; i < count; i++) {
      sum += load<width>(a + i * aStride + channel) * load<width>(b + i * bStride + channel);
    }
    store<width>(sums + channel, sum);
  }
  for (; channel < channels; channel++) {
    float sum = sums[channel];
    for (int64_t i = 0; i < count; i++) sum += a[i * aStride + channel] * b[i * bStride + channel];
    sums[channel] = sum;
  }
}

}  // namespace
}  // namespace isograd
