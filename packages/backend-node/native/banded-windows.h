// Products of windows that have few numbers, or give few, from bands of the images.
#pragma once

#include "bands.h"
#include "engine.h"

namespace isograd {

// How a grid of windows becomes results; planned once, for images and filters anywhere.
class BandedWindows {
 public:
  enum class Kind {
    // Tiles of results, of any number of columns.
    products,
    // Up to mostDotColumns results of a window, each by a vector along its terms.
    dots,
    // Each channel has filters of its own. The columns are those of all channels.
    channels,
    // Each channel is the sum of what several columns give.
    foldedChannels,
  };

  BandedWindows() = default;
  // The windows without where they lie. `offsets` are those of `right`.
  BandedWindows(const Windows& windows, const RightSide& right, Kind kind);

  // Whether bands are small enough; if not, there is no other way than that of large windows.
  bool fit() const { return bands_.fit(); }

  // results = finish(windows · right).
  void multiply(const Crew& crew, const Windows& windows, const RightSide& right, const Finish* finish) const;

 private:
  // Where kernels find the right-hand side.
  struct Weights {
    const float* at;
    int64_t stride;
  };

  bool areConsecutive(const RightSide& right) const;
  Weights findWeights(const Crew& crew, const RightSide& right) const;
  void packPanels(const KernelTable& table, const RightSide& right, float* out) const;
  void packDots(const RightSide& right, float* out) const;
  void computePiece(const KernelTable& table, const Windows& windows, const RightSide& right, const Weights& weights,
                    const Piece& piece, Scratch& scratch, const Finish* finish) const;
  void multiplyLine(const KernelTable& table, const RightSide& right, const Weights& weights, const float* a,
                    int64_t count, float* c, int64_t cStride, const Finish* finish) const;

  Kind kind_ = Kind::products;
  Bands bands_;
  // For each number of a window, or for each tap, its place in the band.
  std::vector<int32_t> offsets_;
  // Numbers of a tap in the band; how often a channel is there.
  int64_t tapTerms_ = 0, copies_ = 1;
  // Whether the right-hand side is one matrix.
  bool isMatrix_ = false;
};

}  // namespace isograd
