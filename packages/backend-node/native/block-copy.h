// One block of elements that moves from places at any distances to others: how it is best done.
#pragma once

#include "engine.h"
#include "word-reader.h"

namespace isograd {

// The lowest and the highest element that is touched.
struct Extent {
  int64_t lowest, highest;

  int64_t count() const { return highest - lowest + 1; }
};

class BlockCopy {
 public:
  // Tensors of twice as many axes as tfjs has, which tiles are.
  static constexpr int mostAxes = 12;

  // Axes and offsets.
  static BlockCopy read(WordReader& reader, int64_t elementBytes);

  bool isEmpty() const { return isEmpty_; }
  // Of a block with elements.
  Extent source() const { return source_; }
  Extent target() const { return target_; }

  // Tiles that can be copied in any order, and the bytes of each, at most.
  int64_t tiles() const { return isEmpty_ ? 0 : blocks_ * rowTiles_ * columnTiles_; }
  int64_t tileBytes() const { return elementBytes_ * rowsAtOnce_ * columnsAtOnce_; }
  // Copies some of them; `from` and `to` are the lowest elements that are touched.
  void copy(const KernelTable& kernels, const uint8_t* from, uint8_t* to, int64_t firstTile, int64_t lastTile) const;

 private:
  struct Axis {
    int64_t size, from, to;
  };
  enum class Form { rows, transposed, steps };

  void plan(int64_t place);
  void chooseForm();
  void cutTiles();
  void copyTile(const KernelTable& kernels, const uint8_t* from, uint8_t* to, int64_t tile) const;

  int64_t elementBytes_ = 0;
  bool isEmpty_ = false;
  Extent source_{0, -1}, target_{0, -1};
  // From the lowest element to the first one.
  int64_t fromFirst_ = 0, toFirst_ = 0;
  // Those of rows and columns of a block are the last.
  Axis axes_[mostAxes];
  int rank_ = 0;
  Form form_ = Form::rows;
  int64_t blocks_ = 1, rowTiles_ = 1, columnTiles_ = 1, rowsAtOnce_ = 1, columnsAtOnce_ = 1;
};

}  // namespace isograd
