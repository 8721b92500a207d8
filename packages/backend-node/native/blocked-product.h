// Matrix products block by block, C = finish(A·B), or finish(C + A·B): panels of B are packed once for all rows, and a
// tile of C at a time is computed in registers. What A is, a matrix or the windows of images, its class says.
//
// The terms of an element are added in their order, in blocks that depend on the sizes alone; threads share tiles.
#pragma once

#include <algorithm>

#include "engine.h"
#include "partial-tile.h"
#include "term-blocks.h"

namespace isograd {

// The right-hand side: matrices, one for each tap, `[terms, columns]` or transposed.
struct RightSide {
  // Where the first one is, and how far each is from it; without offsets there is one.
  const float* matrix;
  const int64_t* offsets;
  int64_t taps;
  int64_t terms;
  int64_t stride;
  bool isTransposed;
  int64_t columns;

  const float* tap(int64_t index) const { return offsets == nullptr ? matrix : matrix + offsets[index]; }
};

// Tiles of rows of C. Rows come in lines; a tile does not leave its line.
struct TileRows {
  int64_t lines, lineLength, tileRows;

  int64_t tilesPerLine() const { return ceilDivide(lineLength, tileRows); }
  int64_t count() const { return lines * tilesPerLine(); }
  struct Rows {
    int64_t line, first, count;
  };
  Rows operator[](int64_t tile) const {
    const int64_t line = tile / tilesPerLine(), first = tile % tilesPerLine() * tileRows;
    return {line, first, std::min(tileRows, lineLength - first)};
  }
};

// Products of an element that pay for waking a thread.
constexpr int64_t productsWorthSharing = 1 << 18;
// Tiles whose part of A stays in the second-level cache while the panels of B pass by.
constexpr int64_t tilesPerBlock = 24;
// Columns of which the panels are packed at a time.
constexpr int64_t columnsPerBlock = 3072;
// Tiles up to which an untransposed B is read where it is.
constexpr int64_t tilesInPlace = 12;

// The part of a product that one chunk computes.
struct ProductChunk {
  int64_t firstTile, lastTile, firstPanel, lastPanel;
};

// What becomes of the sums, of which each first has what is in C, where it accumulates.
struct ProductEnd {
  const Finish* finish = nullptr;
  bool accumulates = false;
};

// Left is a class with
//   TileRows tiles(int64_t tileRows)           its rows;
//   void reserve(Scratch&, tiles, blocks)      makes room for what prepare writes;
//   void prepare(Scratch&, table, first tile, last tile, panels, block)
//   void multiply(Scratch&, table, tile - first, rows, vectors, panels, block, b, bStride, end)
//   float* target(line), int64_t cStride       where C is.
template <class Left>
class BlockedProduct {
 public:
  BlockedProduct(const Crew& crew, const Left& left, const RightSide& right, const ProductEnd& end)
      : crew_(crew),
        table_(crew.kernels()),
        left_(left),
        right_(right),
        finish_(end.finish),
        accumulates_(end.accumulates),
        tiles_(left.tiles(table_.tileRows)),
        blocks_(right.taps, right.terms),
        width_(table_.tileColumns()),
        isInPlace_(!right.isTransposed && right.taps == 1 && tiles_.count() <= tilesInPlace) {}

  void compute() {
    if (tiles_.count() == 0 || right_.columns == 0) return;
    const int64_t panels = ceilDivide(right_.columns, width_);
    const int64_t panelsAtOnce = std::min(panels, columnsPerBlock / width_);
    crew_.prepare([&](Scratch& scratch) { left_.reserve(scratch, std::min(tilesPerBlock, tiles_.count()), blocks_); });
    crew_.scratch().right.reserve((isInPlace_ ? 1 : panelsAtOnce) * width_ * std::max<int64_t>(1, blocks_.largest()));
    for (int64_t first = 0; first < panels; first += panelsAtOnce) {
      firstPanel_ = first;
      lastPanel_ = std::min(panels, first + panelsAtOnce);
      for (int64_t index = 0; index < blocks_.count(); index++) computeBlock(index);
    }
  }

 private:
  void computeBlock(int64_t index) {
    const TermBlock block = blocks_[index];
    const int64_t panels = lastPanel_ - firstPanel_;
    pack(block);
    const int64_t work = tiles_.count() * tiles_.tileRows * panels * width_ * std::max<int64_t>(1, block.total());
    const int64_t wanted =
        std::min<int64_t>(crew_.threads() == 1 ? 1 : 4 * crew_.threads(), work / productsWorthSharing);
    const int64_t evenTiles = ceilDivide(tiles_.count(), std::max<int64_t>(1, std::min(wanted, tiles_.count())));
    const int64_t tilesAtOnce = std::min(tilesPerBlock, wanted <= 1 ? tiles_.count() : std::max<int64_t>(4, evenTiles));
    const int64_t rowBlocks = ceilDivide(tiles_.count(), tilesAtOnce);
    const int64_t groups = std::min(panels, std::max<int64_t>(1, wanted / rowBlocks));
    const auto compute = [&](int64_t chunk, Scratch& scratch) {
      const int64_t tile = chunk / groups * tilesAtOnce, group = chunk % groups;
      computeChunk(scratch, index,
                   {tile, std::min(tiles_.count(), tile + tilesAtOnce), firstPanel_ + panels * group / groups,
                    firstPanel_ + panels * (group + 1) / groups});
    };
    if (wanted <= 1) {
      Scratch& scratch = crew_.scratch();
      for (int64_t chunk = 0; chunk < rowBlocks * groups; chunk++) compute(chunk, scratch);
    } else {
      crew_.run(rowBlocks * groups, compute);
    }
  }

  int64_t columnsOf(int64_t panel) const { return std::min(width_, right_.columns - panel * width_); }
  int64_t vectorsOf(int64_t panel) const { return ceilDivide(columnsOf(panel), table_.lanes); }
  bool isRead(int64_t panel) const { return isInPlace_ && columnsOf(panel) == width_; }

  // In place, only a last panel with fewer columns is packed, at the beginning.
  float* packed(int64_t panel, const TermBlock& block) const {
    return crew_.scratch().right.data() + (isInPlace_ ? 0 : (panel - firstPanel_) * width_ * block.total());
  }

  void pack(const TermBlock& block) {
    const auto packPanel = [&](int64_t panel) {
      if (isRead(panel)) return;
      const int64_t columns = columnsOf(panel), width = vectorsOf(panel) * table_.lanes;
      float* out = packed(panel, block);
      for (int64_t tap = 0; tap < block.taps; tap++) {
        const float* matrix = right_.tap(block.firstTap + tap);
        const int64_t column = panel * width_;
        const float* source = right_.isTransposed ? matrix + column * right_.stride + block.firstTerm
                                                  : matrix + block.firstTerm * right_.stride + column;
        table_.packPanel({source, right_.stride, right_.isTransposed, block.terms, columns, width}, out);
        out += block.terms * width;
      }
    };
    const int64_t panels = lastPanel_ - firstPanel_;
    if (isInPlace_) return packPanel(lastPanel_ - 1);
    if (panels * width_ * block.total() * 8 < productsWorthSharing) {
      for (int64_t panel = 0; panel < panels; panel++) packPanel(firstPanel_ + panel);
    } else {
      crew_.run(panels, [&](int64_t panel, Scratch&) { packPanel(firstPanel_ + panel); });
    }
  }

  void computeChunk(Scratch& scratch, int64_t index, const ProductChunk& chunk) {
    const TermBlock block = blocks_[index];
    const bool isLast = index == blocks_.count() - 1;
    const int64_t panels = chunk.lastPanel - chunk.firstPanel;
    left_.prepare(scratch, table_, tiles_, chunk.firstTile, chunk.lastTile, panels, block);
    for (int64_t panel = chunk.firstPanel; panel < chunk.lastPanel; panel++) {
      const int64_t column = panel * width_, columns = columnsOf(panel), width = vectorsOf(panel) * table_.lanes;
      const bool isPartial = columns < width;
      const float* b = isRead(panel) ? right_.tap(0) + block.firstTerm * right_.stride + column : packed(panel, block);
      const int64_t bStride = isRead(panel) ? right_.stride : width;
      Finish finish;
      alignas(64) float bias[maxTileColumns];
      if (finish_ != nullptr) {
        finish = *finish_;
        if (finish.columnBias != nullptr) {
          finish.columnBias += column;
          if (isPartial) finish.columnBias = padded(finish.columnBias, columns, width, bias);
        }
      }
      for (int64_t tile = chunk.firstTile; tile < chunk.lastTile; tile++) {
        const TileRows::Rows rows = tiles_[tile];
        if (finish_ != nullptr && finish_->rowBias != nullptr) finish.rowBias = finish_->rowBias + rows.first;
        const int64_t cStride = left_.cStride;
        float* c = left_.target(rows.line) + rows.first * cStride + column;
        const TileEnd end{c, cStride, index > 0 || accumulates_, isLast && finish_ != nullptr ? &finish : nullptr};
        const int vectors = static_cast<int>(vectorsOf(panel));
        const auto multiply = [&](const TileEnd& end) {
          left_.multiply(scratch, table_, tile - chunk.firstTile, rows, vectors, panels, block, b, bStride, end);
        };
        if (isPartial) {
          throughCopy(end, rows.count, columns, width, multiply);
        } else {
          multiply(end);
        }
      }
    }
  }

  const Crew& crew_;
  const KernelTable& table_;
  const Left& left_;
  const RightSide& right_;
  const Finish* const finish_;
  const bool accumulates_;
  const TileRows tiles_;
  const TermBlocks blocks_;
  const int64_t width_;
  const bool isInPlace_;
  int64_t firstPanel_ = 0, lastPanel_ = 0;
};

template <class Left>
void multiplyBlocks(const Crew& crew, const Left& left, const RightSide& right, const ProductEnd& end) {
  BlockedProduct<Left>(crew, left, right, end).compute();
}

}  // namespace isograd
