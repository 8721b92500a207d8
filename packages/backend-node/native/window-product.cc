// Windows that are pixels, few numbers, or many: a matrix, bands, or blocks of windows where they lie.
#include "window-product.h"

#include "left-matrix.h"

namespace isograd {

namespace {

// Numbers of a pixel, and of a result, below which windows are read from bands: beyond, tables of addresses cost
// little.
constexpr int64_t manyChannels = 17, manyColumns = 16;
// Numbers of a pixel from which vectors along them pay.
constexpr int64_t leastDotTerms = 4;

bool isOne(const Volume& volume) { return volume == Volume{1, 1, 1}; }
bool isZero(const Volume& volume) { return volume == Volume{0, 0, 0}; }

}  // namespace

WindowProduct::WindowProduct(const Geometry& g, const Windows& windows, std::vector<Tap> taps, bool isTransposed)
    : windows_(windows),
      taps_(std::move(taps)),
      groups_(g.groups),
      filterStep_(g.filtersPerGroup()),
      way_(Way::blocks) {
  windows_.taps = &taps_;
  offsets_.reserve(taps_.size());
  for (const Tap& tap : taps_) offsets_.push_back(tap.filter);
  right_ = {nullptr,
            offsets_.data(),
            static_cast<int64_t>(taps_.size()),
            windows_.channels,
            g.filters,
            isTransposed,
            isTransposed ? g.channelsPerGroup() : g.filtersPerGroup()};
  if (taps_.empty()) return;
  if (isOne(g.window) && isOne(g.stride) && isZero(g.padding) && g.in == g.out) {
    way_ = Way::matrix;
  } else {
    planBands(g, isTransposed);
  }
}

void WindowProduct::planBands(const Geometry& g, bool isTransposed) {
  if (g.groups > 1 && g.channelsPerGroup() == 1) {
    // All channels at once.
    Windows windows = windows_;
    RightSide right = right_;
    windows.channels = windows.pixelStride;
    right.terms = 1;
    right.isTransposed = false;
    right.columns = isTransposed ? g.channels : g.filters;
    const bool isFolded = isTransposed && g.filtersPerGroup() > 1;
    const auto kind = isFolded ? BandedWindows::Kind::foldedChannels : BandedWindows::Kind::channels;
    if (!band(windows, right, kind)) return;
    windows_ = windows;
    right_ = right;
    groups_ = 1;
  } else if (right_.columns <= mostDotColumns && right_.terms >= leastDotTerms) {
    band(windows_, right_, BandedWindows::Kind::dots);
  } else if (right_.terms < manyChannels || right_.columns < manyColumns) {
    band(windows_, right_, BandedWindows::Kind::products);
  }
}

bool WindowProduct::band(const Windows& windows, const RightSide& right, BandedWindows::Kind kind) {
  banded_ = BandedWindows(windows, right, kind);
  if (banded_.fit()) way_ = Way::bands;
  return banded_.fit();
}

void WindowProduct::compute(Engine& engine, const float* source, const float* filter, float* results,
                            const Finish* finish) const {
  const Crew crew(engine);
  Windows windows = windows_;
  RightSide right = right_;
  windows.taps = &taps_;
  windows.source = source;
  windows.results = results;
  right.matrix = filter;
  right.offsets = offsets_.data();
  Finish ofGroup;
  if (finish != nullptr) ofGroup = *finish;
  for (int64_t group = 0; group < groups_; group++) {
    multiply(crew, windows, right, finish == nullptr ? nullptr : &ofGroup);
    windows.source += windows.channels;
    windows.results += right.columns;
    right.matrix += filterStep_;
    if (ofGroup.columnBias != nullptr) ofGroup.columnBias += right.columns;
  }
}

void WindowProduct::multiply(const Crew& crew, const Windows& windows, const RightSide& right,
                             const Finish* finish) const {
  switch (way_) {
    case Way::matrix: {
      const MatrixRows rows{windows.source, windows.pixelStride, windows.positions(), windows.results, windows.cStride};
      return multiplyBlocks(crew, rows,
                            {right.matrix, nullptr, 1, right.terms, right.stride, right.isTransposed, right.columns},
                            {finish});
    }
    case Way::bands:
      return banded_.multiply(crew, windows, right, finish);
    case Way::blocks:
      return multiplyBlocks(crew, windows, right, {finish});
  }
}

}  // namespace isograd
