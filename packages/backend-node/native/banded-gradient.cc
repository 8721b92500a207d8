// Threads share parts of the sum, each of some pieces of the images.
#include "banded-gradient.h"

#include "partial-sums.h"

namespace isograd {

namespace {

// Numbers of all parts of a sum, about.
constexpr int64_t mostNumbers = int64_t{1} << 22;

}  // namespace

BandedGradient::BandedGradient(const Windows& windows, int64_t filters, bool isOfChannels)
    : isOfChannels_(isOfChannels), filters_(filters), copies_(isOfChannels ? filters / windows.channels : 1) {
  bands_ = Bands(windows, windows.channels * copies_);
  if (!bands_.fit()) return;
  const int64_t rows = isOfChannels ? 1 : windows.channels;
  for (const Tap& tap : *windows.taps) {
    for (int64_t row = 0; row < rows; row++) offsets_.push_back(bands_.offset(tap) + static_cast<int32_t>(row));
  }
}

void BandedGradient::compute(Engine& engine, const Windows& windows, const float* dy, int64_t stride,
                             float* gradient) const {
  const int64_t rows = static_cast<int64_t>(offsets_.size()), size = rows * filters_, pieces = bands_.count();
  const int64_t work = size * bands_.positionsOfPiece() * pieces;
  const int64_t inMemory = std::max<int64_t>(1, mostNumbers / size);
  const int64_t parts = std::min({mostParts, pieces, ceilDivide(work, productsWorthSharing), inMemory});
  engine.partialSums.reserve(parts * size);
  for (Scratch& scratch : engine.scratch) scratch.left.reserve(bands_.size());
  float* const sums = engine.partialSums.data();
  engine.pool.run(parts, [&](int64_t part, int worker) {
    float* const ofPart = sums + part * size;
    memset(ofPart, 0, sizeof(float) * static_cast<size_t>(size));
    for (int64_t piece = pieces * part / parts; piece < pieces * (part + 1) / parts; piece++) {
      Scratch& scratch = engine.scratch[static_cast<size_t>(worker)];
      addPiece(*engine.kernels, windows, dy, stride, bands_[piece], scratch, ofPart);
    }
  });
  addPartsPairwise(sums, parts, size);
  const int64_t tapRows = rows / static_cast<int64_t>(windows.taps->size());
  for (int64_t row = 0; row < rows; row++) {
    const Tap& tap = (*windows.taps)[static_cast<size_t>(row / tapRows)];
    float* to = gradient + tap.filter + row % tapRows * stride;
    memcpy(to, sums + row * filters_, sizeof(float) * static_cast<size_t>(filters_));
  }
}

void BandedGradient::addPiece(const KernelTable& table, const Windows& windows, const float* dy, int64_t stride,
                              const Piece& piece, Scratch& scratch, float* sums) const {
  float* const band = scratch.left.data();
  bands_.copy(windows, piece, band, copies_);
  const Volume& grid = windows.grid;
  const int64_t line = (piece.image * grid.depth + piece.z) * grid.height + piece.firstY;
  const WindowGradient gradient{band,
                                bands_.columnStep(),
                                bands_.lineStep(),
                                dy + (line * grid.width + piece.firstX) * stride,
                                stride,
                                grid.width * stride,
                                piece.lines(),
                                piece.columns(),
                                offsets_.data(),
                                static_cast<int64_t>(offsets_.size()),
                                sums,
                                filters_};
  (isOfChannels_ ? table.addChannelGradient : table.addWindowGradient)(gradient);
}

}  // namespace isograd
