// Windows that become one number for each channel, and the way back of their gradient.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

// Channels that are computed together: some vectors of them, or one.
template <class Lanes, int vectors>
struct ChannelGroup {
  using Value = Lanes;
  static constexpr int count = vectors;
  static constexpr int lanes = sizeof(Lanes) / sizeof(float);
};

// Calls visit(group, channel) for groups of `vectors` vectors, then for what is left.
template <int width, int vectors, class Visit>
__attribute__((always_inline)) inline void eachGroup(int64_t channels, const Visit& visit) {
  int64_t channel = 0;
  for (; channel + vectors * width <= channels; channel += vectors * width) {
    visit(ChannelGroup<Vector<width>, vectors>{}, channel);
  }
  for (; channel + width <= channels; channel += width) visit(ChannelGroup<Vector<width>, 1>{}, channel);
  if constexpr (width > 4) {
    for (; channel + 4 <= channels; channel += 4) visit(ChannelGroup<Vector<4>, 1>{}, channel);
  }
  for (; channel < channels; channel++) visit(ChannelGroup<float, 1>{}, channel);
}

template <class Value>
__attribute__((always_inline)) inline Value loadAs(const float* from) {
  if constexpr (std::is_same_v<Value, float>) {
    return *from;
  } else {
    return load<sizeof(Value) / sizeof(float)>(from);
  }
}

template <class Value>
__attribute__((always_inline)) inline void storeAs(float* to, Value value) {
  if constexpr (std::is_same_v<Value, float>) {
    *to = value;
  } else {
    store<sizeof(Value) / sizeof(float)>(to, value);
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

template <int width, template <class Value> class Reduction>
void pool(const PoolingRow& row, const float* image, float* out) {
  for (int64_t window = 0; window < row.windows; window++, image += row.step, out += row.outStep) {
    eachGroup<width, 4>(row.channels, [&](auto group, int64_t channel) __attribute__((always_inline)) {
      using Value = typename decltype(group)::Value;
      Reduction<Value> results[group.count];
      for (int64_t tap = 0; tap < row.count; tap++) {
        const float* pixel = image + row.taps[tap] + channel;
        each<group.count>([&](auto v) { results[v].add(loadAs<Value>(pixel + v * group.lanes)); });
      }
      each<group.count>([&](auto v) { storeAs<Value>(out + channel + v * group.lanes, results[v].result(row.count)); });
    });
  }
}

// The first maximum of a window, or its first NaN, and which tap it is.
template <class Value>
struct FirstMaximum {
  using Index = std::conditional_t<std::is_same_v<Value, float>, int32_t, decltype(Value{} > Value{})>;

  Value maximum;
  Index place = {};

  __attribute__((always_inline)) void add(Value next, int32_t tap) {
    const Index isFirst = (next > maximum) | ((next != next) & (maximum == maximum));
    maximum = isFirst ? next : maximum;
    place = isFirst ? Index{} + tap : place;
  }
};

// Adds a share of a window's gradient to that of a tap, which is 0 before where windows have no pixels in common.
template <class Value>
__attribute__((always_inline)) inline void addShare(const PoolingRow& row, float* dx, Value share) {
  storeAs<Value>(dx, row.accumulates ? loadAs<Value>(dx) + share : Value{} + share);
}

template <int width>
void spreadMaxima(const PoolingRow& row, const float* image, const float* dy, float* dx) {
  if (row.count == 0) return;
  for (int64_t window = 0; window < row.windows; window++, image += row.step, dx += row.step, dy += row.outStep) {
    eachGroup<width, 2>(row.channels, [&](auto group, int64_t channel) __attribute__((always_inline)) {
      using Value = typename decltype(group)::Value;
      FirstMaximum<Value> first[group.count];
      const float* pixel = image + row.taps[0] + channel;
      each<group.count>([&](auto v) { first[v].maximum = loadAs<Value>(pixel + v * group.lanes); });
      for (int64_t tap = 1; tap < row.count; tap++) {
        pixel = image + row.taps[tap] + channel;
        each<group.count>([&](auto v) {
          first[v].add(loadAs<Value>(pixel + v * group.lanes), static_cast<int32_t>(tap));
        });
      }
      Value share[group.count];
      each<group.count>([&](auto v) { share[v] = loadAs<Value>(dy + channel + v * group.lanes); });
      for (int64_t tap = 0; tap < row.count; tap++) {
        float* to = dx + row.taps[tap] + channel;
        each<group.count>([&](auto v) {
          addShare<Value>(row, to + v * group.lanes, first[v].place == static_cast<int32_t>(tap) ? share[v] : Value{});
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
      Value share[group.count];
      each<group.count>([&](auto v) { share[v] = loadAs<Value>(dy + channel + v * group.lanes) / count; });
      for (int64_t tap = 0; tap < row.count; tap++) {
        float* to = dx + row.taps[tap] + channel;
        each<group.count>([&](auto v) { addShare<Value>(row, to + v * group.lanes, share[v]); });
      }
    });
  }
}

}  // namespace
}  // namespace isograd
