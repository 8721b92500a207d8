// Windows times a filter, in the way that suits their sizes: what a convolution and each phase of its transpose are.
#pragma once

#include "banded-windows.h"
#include "geometry.h"

namespace isograd {

// Planned once; then images, filters and results may be anywhere.
class WindowProduct {
 public:
  // `windows` are those of one group, without where they lie. Of the transpose, the filter's matrices are transposed.
  WindowProduct(const Geometry& geometry, const Windows& windows, std::vector<Tap> taps, bool isTransposed);

  // results = finish(windows · filter), for all groups. The bias of `finish` is that of all.
  void compute(Engine& engine, const float* source, const float* filter, float* results, const Finish* finish) const;

 private:
  // Windows that are the pixels themselves are the rows of a matrix.
  enum class Way { matrix, blocks, bands };

  void planBands(const Geometry& geometry, bool isTransposed);
  bool band(const Windows& windows, const RightSide& right, BandedWindows::Kind kind);
  void multiply(const Crew& crew, const Windows& windows, const RightSide& right, const Finish* finish) const;

  Windows windows_;
  std::vector<Tap> taps_;
  std::vector<int64_t> offsets_;
  RightSide right_;
  int64_t groups_;
  // From the filters of a group to those of the next.
  int64_t filterStep_;
  Way way_;
  BandedWindows banded_;
};

}  // namespace isograd
