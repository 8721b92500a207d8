// The gradient of a filter of few channels, or of one filter for each, from bands of the images.
#pragma once

#include "bands.h"
#include "engine.h"

namespace isograd {

// Planned once, for images and gradients anywhere.
class BandedGradient {
 public:
  BandedGradient() = default;
  // The windows without where they lie. Of channels, each has `filters / channels` filters of its own.
  BandedGradient(const Windows& windows, int64_t filters, bool isOfChannels);

  // Whether bands are small enough.
  bool fit() const { return bands_.fit(); }

  // The gradient of each tap that the windows have; its rows, like those of `dy`, are `stride` apart.
  void compute(Engine& engine, const Windows& windows, const float* dy, int64_t stride, float* gradient) const;

 private:
  void addPiece(const KernelTable& table, const Windows& windows, const float* dy, int64_t stride, const Piece& piece,
                Scratch& scratch, float* sums) const;

  bool isOfChannels_ = false;
  Bands bands_;
  // For each row of the gradient, its place in a window.
  std::vector<int32_t> offsets_;
  int64_t filters_ = 0, copies_ = 1;
};

}  // namespace isograd
