// Windows in a band, channel by channel, on which depthwise convolutions stand.
#pragma once

#include "curve.h"

namespace isograd {
namespace {

// Up to `rows` windows; those beyond `count` are the last one again.
template <int width, int rows>
void weighTile(const ChannelWindows& of, const float* first, int64_t count, int64_t channel, float* out,
               const Finish* finish) {
  Vector<width> sums[rows] = {};
  int64_t place[rows];
  each<rows>([&](auto row) { place[row] = (row < count ? row : count - 1) * of.step + channel; });
  const float* weights = of.weights + channel;
  for (int64_t tap = 0; tap < of.taps; tap++) {
    const float* a = first + of.offsets[tap];
    const Vector<width> weight = load<width>(weights);
    each<rows>([&](auto row) { sums[row] += load<width>(a + place[row]) * weight; });
    weights += of.channels;
  }
  if (finish != nullptr) {
    if (finish->columnBias != nullptr) {
      const Vector<width> bias = load<width>(finish->columnBias + channel);
      each<rows>([&](auto row) { sums[row] += bias; });
    }
    each<rows>([&](auto row) { sums[row] = activate(sums[row], *finish); });
  }
  each<rows>([&](auto row) {
    if (row < count) store<width>(out + row * of.outStride + channel, sums[row]);
  });
}

template <int width>
void weighWindows(const ChannelWindows& of, float* out, const Finish* finish) {
  eachWidth<width>(of.channels, [&](auto lanes, int64_t channel) {
    int64_t row = 0;
    for (; row + 4 < of.rows; row += 8) {
      weighTile<lanes, 8>(of, of.a + row * of.step, of.rows - row, channel, out + row * of.outStride, finish);
    }
    if (row < of.rows) {
      weighTile<lanes, 4>(of, of.a + row * of.step, of.rows - row, channel, out + row * of.outStride, finish);
    }
  });
  if (isBent(finish)) bendRows<width>(out, of.outStride, of.rows, of.channels, finish->curve);
}

// Sums of neighbours; those of a constant number are computed by vectors.
template <class Count>
inline void foldPixel(const float* __restrict from, int64_t channels, Count count, float* __restrict out) {
  for (int64_t channel = 0; channel < channels; channel++) {
    float sum = from[channel * count];
    for (int64_t i = 1; i < count; i++) sum += from[channel * count + i];
    out[channel] = sum;
  }
}

// out[c] = finish(Σ from[c · count + i]), pixel by pixel.
template <int width>
void foldChannels(const FoldedPixels& of, const float* from, float* out, const Finish* finish) {
  for (int64_t pixel = 0; pixel < of.pixels; pixel++, from += of.channels * of.count, out += of.outStride) {
    if (of.count == 2) {
      foldPixel(from, of.channels, std::integral_constant<int64_t, 2>{}, out);
    } else if (of.count == 4) {
      foldPixel(from, of.channels, std::integral_constant<int64_t, 4>{}, out);
    } else {
      foldPixel(from, of.channels, of.count, out);
    }
    if (finish == nullptr) continue;
    eachWidth<width>(of.channels, [&](auto lanes, int64_t channel) {
      Vector<lanes> value = load<lanes>(out + channel);
      if (finish->columnBias != nullptr) value += load<lanes>(finish->columnBias + channel);
      store<lanes>(out + channel, activate(value, *finish));
    });
    if (isBent(finish)) bendRows<width>(out, of.outStride, 1, of.channels, finish->curve);
  }
}

}  // namespace
}  // namespace isograd
