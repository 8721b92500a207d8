// The places of a convolution's window that touch any pixel at all.
#pragma once

#include <algorithm>
#include <vector>

#include "geometry.h"
#include "left-windows.h"

namespace isograd {

// A place along one axis.
struct AxisTap {
  int64_t index, offset;
};

// Those of the convolution: from a position to what it reads.
inline std::vector<AxisTap> forwardTaps(int64_t window, int64_t stride, int64_t dilation, int64_t padding, int64_t in,
                                        int64_t out) {
  std::vector<AxisTap> taps;
  for (int64_t index = 0; index < window; index++) {
    const int64_t offset = index * dilation - padding;
    if (offset >= in) break;
    if (offset + (out - 1) * stride >= 0) taps.push_back({index, offset});
  }
  return taps;
}

// Those of its transpose, for the inputs `phase`, `phase + stride`, …: from their number to the position that reads
// them.
inline std::vector<AxisTap> transposedTaps(int64_t phase, int64_t window, int64_t stride, int64_t dilation,
                                           int64_t padding, int64_t in, int64_t out) {
  std::vector<AxisTap> taps;
  const int64_t inputs = (in - phase + stride - 1) / stride;
  for (int64_t index = 0; index < window; index++) {
    const int64_t distance = phase + padding - index * dilation;
    if (distance % stride != 0) continue;
    const int64_t offset = distance / stride;
    if (offset < out && offset + inputs > 0) taps.push_back({index, offset});
  }
  return taps;
}

// All places of a window, in the order of the filter, which is [window, rows, columns].
inline std::vector<Tap> joinTaps(const Volume& window, int64_t matrix, const std::vector<AxisTap>& depth,
                                 const std::vector<AxisTap>& height, const std::vector<AxisTap>& width) {
  std::vector<Tap> taps;
  taps.reserve(depth.size() * height.size() * width.size());
  for (const AxisTap& z : depth) {
    for (const AxisTap& y : height) {
      for (const AxisTap& x : width) {
        const int64_t index = (z.index * window.height + y.index) * window.width + x.index;
        taps.push_back({z.offset, y.offset, x.offset, index * matrix});
      }
    }
  }
  return taps;
}

inline std::vector<Tap> forwardTaps(const Geometry& g) {
  if (!g.hasProducts()) return {};
  return joinTaps(
      g.window, g.channelsPerGroup() * g.filters,
      forwardTaps(g.window.depth, g.stride.depth, g.dilation.depth, g.padding.depth, g.in.depth, g.out.depth),
      forwardTaps(g.window.height, g.stride.height, g.dilation.height, g.padding.height, g.in.height, g.out.height),
      forwardTaps(g.window.width, g.stride.width, g.dilation.width, g.padding.width, g.in.width, g.out.width));
}

// Inputs that are read by the same places of the window: every stride-th along each axis, from the first on.
struct Phase {
  Volume first;
  Volume inputs;
  std::vector<Tap> taps;
};

inline std::vector<Phase> phasesOf(const Geometry& g) {
  std::vector<Phase> phases;
  const auto count = [](int64_t in, int64_t first, int64_t stride) { return (in - first + stride - 1) / stride; };
  for (int64_t z = 0; z < std::min(g.stride.depth, g.in.depth); z++) {
    for (int64_t y = 0; y < std::min(g.stride.height, g.in.height); y++) {
      for (int64_t x = 0; x < std::min(g.stride.width, g.in.width); x++) {
        const Volume inputs{count(g.in.depth, z, g.stride.depth), count(g.in.height, y, g.stride.height),
                            count(g.in.width, x, g.stride.width)};
        std::vector<Tap> taps;
        if (g.hasProducts()) {
          taps = joinTaps(g.window, g.channelsPerGroup() * g.filters,
                          transposedTaps(z, g.window.depth, g.stride.depth, g.dilation.depth, g.padding.depth,
                                         g.in.depth, g.out.depth),
                          transposedTaps(y, g.window.height, g.stride.height, g.dilation.height, g.padding.height,
                                         g.in.height, g.out.height),
                          transposedTaps(x, g.window.width, g.stride.width, g.dilation.width, g.padding.width,
                                         g.in.width, g.out.width));
        }
        phases.push_back({{z, y, x}, inputs, std::move(taps)});
      }
    }
  }
  return phases;
}

}  // namespace isograd
