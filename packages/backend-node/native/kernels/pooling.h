// Windows that become one number for each channel, and the way back of their gradient.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

// Channels that are computed together: some vectors of them.
template <int width, int vectors>
struct ChannelGroup {
  using Value = Vector<width>;
  static constexpr int count = vectors;
  static constexpr int lanes = width;

  static Value read(const float* from) { return load<width>(from); }
  static void write(float* to, Value value) { store<width>(to, value); }
};

// The last one to three.
template <int channels>
struct FewChannels {
  using Value = Vector<4>;
  static constexpr int count = 1;
  static constexpr int lanes = channels;

  static Value read(const float* from) {
    return Value{from[0], channels > 1 ? from[1] : 0, channels > 2 ? from[2] : 0, 0};
  }
  static void write(float* to, Value value) {
    each<channels>([&](auto channel) { to[channel] = value[static_cast<int>(channel)]; });
  }
};

// Calls visit(group, channel) for groups of `vectors` vectors, then for what is left.
template <int width, int vectors, class Visit>
__attribute__((always_inline)) inline void eachGroup(int64_t channels, const Visit& visit, int64_t channel = 0) {
  for (; channel + vectors * width <= channels; channel += vectors * width) {
    visit(ChannelGroup<width, vectors>{}, channel);
  }
  if (channel == channels) return;
  if constexpr (vectors > 1) {
    eachGroup<width, vectors / 2>(channels, visit, channel);
  } else if constexpr (width > 4) {
    eachGroup<width / 2, 1>(channels, visit, channel);
  } else if (channels - channel == 1) {
    visit(FewChannels<1>{}, channel);
  } else if (channels - channel == 2) {
    visit(FewChannels<2>{}, channel);
  } else {
    visit(FewChannels<3>{}, channel);
  }
}

// A NaN is the maximum of what it is among. Whether there was one is kept apart: the maximum is one instruction then.
template <class Value>
struct Maximum {
  Value maximum = Value{} - __builtin_inff();
  Value notNumber = {};

  __attribute__((always_inline)) void add(Value next) {
    maximum = next > maximum ? next : maximum;
    notNumber = next != next ? next : notNumber;
  }
  __attribute__((always_inline)) Value result(int64_t) const { return notNumber != notNumber ? notNumber : maximum; }
};

// That of nothing is zero.
template <class Value>
struct Mean {
  Value sum = {};

  __attribute__((always_inline)) void add(Value next) { sum += next; }
  __attribute__((always_inline)) Value result(int64_t count) const {
    return sum / (Value{} + static_cast<float>(count > 0 ? count : 1));
  }
};

// What a group of channels of one window becomes.
template <template <class Value> class Reduction, class Group>
__attribute__((always_inline)) inline void reduceWindow(const PoolingRow& row, const float* image, Group group,
                                                        typename Group::Value* results) {
  Reduction<typename Group::Value> reductions[group.count];
  for (int64_t tap = 0; tap < row.count; tap++) {
    const float* pixel = image + row.taps[tap];
    each<group.count>([&](auto v) { reductions[v].add(group.read(pixel + v * group.lanes)); });
  }
  each<group.count>([&](auto v) { results[v] = reductions[v].result(row.count); });
}

// One channel of four windows at a time, for few channels; how many windows are done.
template <template <class Value> class Reduction>
int64_t poolFour(const PoolingRow& row, const float* image, float* out) {
  int64_t window = 0;
  for (; window + 4 <= row.windows; window += 4) {
    for (int64_t channel = 0; channel < row.channels; channel++) {
      Reduction<Vector<4>> reduction;
      for (int64_t tap = 0; tap < row.count; tap++) {
        const float* pixel = image + window * row.step + row.taps[tap] + channel;
        reduction.add(Vector<4>{pixel[0], pixel[row.step], pixel[2 * row.step], pixel[3 * row.step]});
      }
      const Vector<4> results = reduction.result(row.count);
      float* const to = out + window * row.outStep + channel;
      each<4>([&](auto lane) { to[lane * row.outStep] = results[static_cast<int>(lane)]; });
    }
  }
  return window;
}

template <int width, template <class Value> class Reduction>
void pool(const PoolingRow& row, const float* image, float* out) {
  const int64_t done = row.channels < 4 ? poolFour<Reduction>(row, image, out) : 0;
  image += done * row.step;
  out += done * row.outStep;
  for (int64_t window = done; window < row.windows; window++, image += row.step, out += row.outStep) {
    eachGroup<width, 4>(row.channels, [&](auto group, int64_t channel) __attribute__((always_inline)) {
      typename decltype(group)::Value results[group.count];
      reduceWindow<Reduction>(row, image + channel, group, results);
      each<group.count>([&](auto v) { group.write(out + channel + v * group.lanes, results[v]); });
    });
  }
}

// Adds a share of a window's gradient to that of a tap, which is 0 before where windows have no pixels in common.
template <class Group>
__attribute__((always_inline)) inline void addShare(const PoolingRow& row, Group group, float* dx,
                                                    typename Group::Value share) {
  group.write(dx, (row.accumulates ? group.read(dx) : typename Group::Value{}) + share);
}

// The first element that is the maximum, or that is NaN where this is, gets all.
template <int width>
void spreadMaxima(const PoolingRow& row, const float* image, const float* dy, float* dx) {
  for (int64_t window = 0; window < row.windows; window++, image += row.step, dx += row.step, dy += row.outStep) {
    eachGroup<width, 4>(row.channels, [&](auto group, int64_t channel) __attribute__((always_inline)) {
      using Value = typename decltype(group)::Value;
      Value maxima[group.count], shares[group.count];
      reduceWindow<Maximum>(row, image + channel, group, maxima);
      each<group.count>([&](auto v) { shares[v] = group.read(dy + channel + v * group.lanes); });
      for (int64_t tap = 0; tap < row.count; tap++) {
        const int64_t pixel = row.taps[tap] + channel;
        each<group.count>([&](auto v) {
          const Value value = group.read(image + pixel + v * group.lanes);
          const auto isMaximum = (value == maxima[v]) | (value != value);
          addShare(row, group, dx + pixel + v * group.lanes, isMaximum ? shares[v] : Value{});
          shares[v] = isMaximum ? Value{} : shares[v];
        });
      }
    });
  }
}

template <int width>
void spreadMeans(const PoolingRow& row, const float*, const float* dy, float* dx) {
  for (int64_t window = 0; window < row.windows; window++, dx += row.step, dy += row.outStep) {
    eachGroup<width, 4>(row.channels, [&](auto group, int64_t channel) __attribute__((always_inline)) {
      using Value = typename decltype(group)::Value;
      const Value count = Value{} + static_cast<float>(row.count);
      Value shares[group.count];
      each<group.count>([&](auto v) { shares[v] = group.read(dy + channel + v * group.lanes) / count; });
      for (int64_t tap = 0; tap < row.count; tap++) {
        float* to = dx + row.taps[tap] + channel;
        each<group.count>([&](auto v) { addShare(row, group, to + v * group.lanes, shares[v]); });
      }
    });
  }
}

}  // namespace
}  // namespace isograd
