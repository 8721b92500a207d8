// Threads share pieces of the images. Each copies the band of a piece, and computes it line by line.
#include "banded-windows.h"

#include "partial-tile.h"

namespace isograd {

namespace {

int64_t roundUp(int64_t value, int64_t to) { return ceilDivide(value, to) * to; }

}  // namespace

BandedWindows::BandedWindows(const Windows& windows, const RightSide& right, Kind kind) : kind_(kind) {
  tapTerms_ = windows.channels;
  if (kind == Kind::dots) tapTerms_ = roundUp(windows.channels, widestVector);
  if (kind == Kind::channels) {
    copies_ = right.columns / windows.channels;
    tapTerms_ = right.columns;
  }
  bands_ = Bands(windows, tapTerms_);
  if (!bands_.fit()) return;
  const int64_t terms = kind == Kind::products ? tapTerms_ : 1;
  for (const Tap& tap : *windows.taps) {
    for (int64_t term = 0; term < terms; term++) offsets_.push_back(bands_.offset(tap) + static_cast<int32_t>(term));
  }
  isMatrix_ = areConsecutive(right);
}

// Whether the matrices of the taps follow each other.
bool BandedWindows::areConsecutive(const RightSide& right) const {
  for (int64_t tap = 1; tap < right.taps; tap++) {
    if (right.offsets[tap] - right.offsets[tap - 1] != right.terms * right.stride) return false;
  }
  return true;
}

void BandedWindows::multiply(const Crew& crew, const Windows& windows, const RightSide& right,
                             const Finish* finish) const {
  const Weights weights = findWeights(crew, right);
  crew.prepare([&](Scratch& scratch) {
    scratch.left.reserve(bands_.size());
    if (kind_ == Kind::foldedChannels) scratch.lines.reserve(bands_.mostColumns() * tapTerms_);
  });
  const int64_t columns = kind_ == Kind::products ? roundUp(right.columns, crew.kernels().lanes)
                          : kind_ == Kind::dots   ? right.columns * tapTerms_
                                                  : tapTerms_;
  // Windows are copied, which takes as long as some products.
  const int64_t work = bands_.positionsOfPiece() * (static_cast<int64_t>(offsets_.size()) * columns + 4 * tapTerms_);
  const int64_t atOnce = ceilDivide(productsWorthSharing, work), count = bands_.count();
  crew.run(ceilDivide(count, atOnce), [&](int64_t chunk, Scratch& scratch) {
    const int64_t last = std::min(count, (chunk + 1) * atOnce);
    for (int64_t index = chunk * atOnce; index < last; index++) {
      computePiece(crew.kernels(), windows, right, weights, bands_[index], scratch, finish);
    }
  });
}

BandedWindows::Weights BandedWindows::findWeights(const Crew& crew, const RightSide& right) const {
  const KernelTable& table = crew.kernels();
  Buffer<float>& packed = crew.scratch().right;
  const int64_t taps = right.taps;
  if (kind_ == Kind::dots) {
    packed.reserve(right.columns * taps * tapTerms_);
    packDots(right, packed.data());
    return {packed.data(), taps * tapTerms_};
  }
  if (kind_ == Kind::products) {
    if (isMatrix_ && !right.isTransposed && right.columns % table.lanes == 0) return {right.tap(0), right.stride};
    packed.reserve(taps * right.terms * roundUp(right.columns, table.lanes));
    packPanels(table, right, packed.data());
    return {packed.data(), 0};
  }
  if (isMatrix_) return {right.tap(0), 0};
  packed.reserve(taps * tapTerms_);
  for (int64_t tap = 0; tap < taps; tap++) {
    memcpy(packed.data() + tap * tapTerms_, right.tap(tap), sizeof(float) * static_cast<size_t>(tapTerms_));
  }
  return {packed.data(), 0};
}

// Panel by panel, the terms of all taps.
void BandedWindows::packPanels(const KernelTable& table, const RightSide& right, float* out) const {
  for (int64_t column = 0; column < right.columns; column += table.tileColumns()) {
    const int64_t columns = std::min<int64_t>(table.tileColumns(), right.columns - column);
    const int64_t width = roundUp(columns, table.lanes);
    for (int64_t tap = 0; tap < right.taps; tap++) {
      const float* source = right.tap(tap) + (right.isTransposed ? column * right.stride : column);
      table.packPanel({source, right.stride, right.isTransposed, right.terms, columns, width}, out);
      out += right.terms * width;
    }
  }
}

// Column by column, with zeros behind the terms of a tap.
void BandedWindows::packDots(const RightSide& right, float* out) const {
  const int64_t columnStep = right.isTransposed ? right.stride : 1, termStep = right.isTransposed ? 1 : right.stride;
  for (int64_t column = 0; column < right.columns; column++) {
    for (int64_t tap = 0; tap < right.taps; tap++, out += tapTerms_) {
      const float* from = right.tap(tap) + column * columnStep;
      for (int64_t term = 0; term < right.terms; term++) out[term] = from[term * termStep];
      for (int64_t term = right.terms; term < tapTerms_; term++) out[term] = 0;
    }
  }
}

void BandedWindows::computePiece(const KernelTable& table, const Windows& windows, const RightSide& right,
                                 const Weights& weights, const Piece& piece, Scratch& scratch,
                                 const Finish* finish) const {
  float* const band = scratch.left.data();
  bands_.copy(windows, piece, band, copies_);
  const int64_t count = piece.columns(), cStride = windows.cStride, step = bands_.columnStep();
  const int64_t taps = right.taps;
  for (int64_t line = 0; line < piece.lines(); line++) {
    const float* a = band + line * bands_.lineStep();
    const int64_t plane = piece.image * windows.grid.depth + piece.z;
    float* c = windows.resultsOf(plane * windows.grid.height + piece.firstY + line) + piece.firstX * cStride;
    switch (kind_) {
      case Kind::products:
        multiplyLine(table, right, weights, a, count, c, cStride, finish);
        break;
      case Kind::dots:
        table.dotWindows[right.columns](
            {a, step, count, offsets_.data(), taps, tapTerms_, weights.at, weights.stride, cStride}, c, finish);
        break;
      case Kind::channels:
        table.weighWindows({a, step, count, offsets_.data(), taps, weights.at, tapTerms_, cStride}, c, finish);
        break;
      case Kind::foldedChannels:
        table.weighWindows({a, step, count, offsets_.data(), taps, weights.at, tapTerms_, tapTerms_},
                           scratch.lines.data(), nullptr);
        table.foldChannels({count, right.columns, tapTerms_ / right.columns, cStride}, scratch.lines.data(), c, finish);
        break;
    }
  }
}

void BandedWindows::multiplyLine(const KernelTable& table, const RightSide& right, const Weights& weights,
                                 const float* a, int64_t count, float* c, int64_t cStride, const Finish* finish) const {
  const int64_t terms = static_cast<int64_t>(offsets_.size());
  const float* b = weights.at;
  for (int64_t column = 0; column < right.columns; column += table.tileColumns()) {
    const int64_t columns = std::min<int64_t>(table.tileColumns(), right.columns - column);
    const int64_t vectors = ceilDivide(columns, table.lanes), width = vectors * table.lanes;
    const int64_t bStride = weights.stride == 0 ? width : weights.stride;
    const int64_t tiles = ceilDivide(count, vectors == 1 ? table.thinRows : table.tileRows);
    Finish ofPanel;
    alignas(64) float bias[maxTileColumns];
    if (finish != nullptr) {
      ofPanel = *finish;
      if (finish->columnBias != nullptr) ofPanel.columnBias = padded(finish->columnBias + column, columns, width, bias);
    }
    for (int64_t tile = 0; tile < tiles; tile++) {
      const int64_t first = count * tile / tiles, rows = count * (tile + 1) / tiles - first;
      const TileEnd end{c + first * cStride + column, cStride, false, finish == nullptr ? nullptr : &ofPanel};
      const auto multiply = [&](const TileEnd& to) {
        table.windowTiles[rows][vectors](
            {a + first * bands_.columnStep(), bands_.columnStep(), offsets_.data(), terms, b, bStride}, to);
      };
      if (columns < width) {
        throughCopy(end, rows, columns, width, multiply);
      } else {
        multiply(end);
      }
    }
    b += weights.stride == 0 ? terms * width : width;
  }
}

}  // namespace isograd
