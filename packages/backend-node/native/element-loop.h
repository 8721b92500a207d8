// The elements of a shape in blocks that fit the first-level cache, and where those of an input lie.
//
// Where the innermost axis is long, a block is a part of a row of it: what is one number for a row is one for the
// block. Where it is short, a block has many rows, and what repeats within it is the same for all blocks.
#pragma once

#include <algorithm>
#include <vector>

#include "term-blocks.h"
#include "kernels/kernel-table.h"
#include "word-reader.h"

namespace isograd {

constexpr int64_t mostElementAxes = 8;

struct ElementBlock {
  int64_t start, count;
};

// How often the elements of a value change: it is one number; one number for each block; the same block each time; or
// each element stands for itself.
enum class Change { never, byBlock, byPeriod, always };

inline bool isOne(Change change) { return change == Change::never || change == Change::byBlock; }

// The tensor of an input, by the axes of its loop; 0 where one element serves a whole axis.
struct ElementStrides {
  int64_t at[mostElementAxes] = {};
};

class ElementLoop {
 public:
  // Axes and their sizes.
  explicit ElementLoop(WordReader& reader) : axes_(reader.number(0, mostElementAxes)) {
    const int64_t place = reader.place();
    for (int64_t axis = 0; axis < axes_; axis++) sizes_[axis] = reader.size();
    const bool isEmpty = std::find(sizes_, sizes_ + axes_, 0) != sizes_ + axes_;
    total_ = isEmpty ? 0 : 1;
    for (int64_t axis = 0; axis < axes_ && !isEmpty; axis++) {
      total_ *= sizes_[axis];
      if (total_ > mostElements) throw Problem{ProblemCode::overflow, place};
    }
  }

  ElementStrides readStrides(WordReader& reader) const {
    ElementStrides strides;
    for (int64_t axis = 0; axis < axes_; axis++) strides.at[axis] = reader.size();
    return strides;
  }

  int64_t total() const { return total_; }
  int64_t columns() const { return axes_ == 0 ? 1 : sizes_[axes_ - 1]; }

  // Elements from the first one of an input to the one behind its last.
  int64_t extent(const ElementStrides& strides, int64_t place) const {
    int64_t last = 0;
    for (int64_t axis = 0; axis < axes_ && total_ > 0; axis++) {
      last += (sizes_[axis] - 1) * strides.at[axis];
      if (last >= mostElements) throw Problem{ProblemCode::overflow, place};
    }
    return total_ == 0 ? 0 : last + 1;
  }

  // Elements, of the innermost axes, that lie side by side as in a tensor of the loop's shape.
  int64_t denseRun(const ElementStrides& strides) const {
    int64_t run = 1;
    for (int64_t axis = axes_ - 1; axis >= 0; axis--) {
      if (sizes_[axis] != 1 && strides.at[axis] != run) break;
      run *= sizes_[axis];
    }
    return run;
  }

  bool isDense(const ElementStrides& strides) const { return denseRun(strides) == total_; }

  // Elements after which an input begins anew; 1 for one number.
  int64_t period(const ElementStrides& strides) const {
    int64_t first = 0, period = 1;
    while (first < axes_ && (sizes_[first] == 1 || strides.at[first] == 0)) first++;
    for (int64_t axis = first; axis < axes_; axis++) period *= sizes_[axis];
    return period;
  }

  // From one element of a row to the next.
  int64_t innerStride(const ElementStrides& strides) const { return axes_ == 0 ? 0 : strides.at[axes_ - 1]; }

  // Divides the loop into blocks of these inputs.
  void divide(const std::vector<ElementStrides>& inputs) {
    if (total_ == 0) return;
    const auto isPlain = [&](const ElementStrides& strides) {
      return period(strides) == 1 || isDense(strides);
    };
    const int64_t most = total_ <= 2 * elementsPerBlock ? 2 * elementsPerBlock : elementsPerBlock;
    hasLongRows_ = columns() > most / 2;
    rowLength_ = hasLongRows_ ? columns() : total_;
    int64_t unit = hasLongRows_ ? 1 : columns();
    if (std::all_of(inputs.begin(), inputs.end(), isPlain)) {
      hasLongRows_ = true;
      rowLength_ = total_;
      unit = 1;
    }
    for (const ElementStrides& strides : inputs) {
      if (!hasLongRows_ && period(strides) <= most) unit = std::max(unit, period(strides));
    }
    if (hasLongRows_) {
      constexpr int64_t lineElements = 16;
      const int64_t parts = std::max<int64_t>(1, ceilDivide(rowLength_, most));
      partLength_ = std::max<int64_t>(1, ceilDivide(ceilDivide(rowLength_, parts), lineElements) * lineElements);
    } else {
      partLength_ = most / unit * unit;
    }
    partsPerRow_ = std::max<int64_t>(1, ceilDivide(rowLength_, partLength_));
    blocks_ = total_ / rowLength_ * partsPerRow_;
  }

  Change changeOf(const ElementStrides& strides) const {
    if (total_ == 0 || isDense(strides)) return Change::always;
    const int64_t elements = period(strides);
    if (elements == 1) return Change::never;
    if (hasLongRows_) return innerStride(strides) == 0 ? Change::byBlock : Change::always;
    return partLength_ % elements == 0 ? Change::byPeriod : Change::always;
  }

  // Whether a block lies within a row of the innermost axis.
  bool hasLongRows() const { return hasLongRows_; }
  int64_t mostInBlock() const { return partLength_; }
  int64_t blocks() const { return blocks_; }

  ElementBlock operator[](int64_t block) const {
    const int64_t row = partsPerRow_ == 1 ? block : block / partsPerRow_;
    const int64_t part = partsPerRow_ == 1 ? 0 : block % partsPerRow_;
    const int64_t first = part * partLength_;
    return {row * rowLength_ + first, std::min(partLength_, rowLength_ - first)};
  }

  // Where the element at a place of the loop is in an input.
  int64_t offsetOf(int64_t place, const ElementStrides& strides) const {
    int64_t offset = 0;
    for (int64_t axis = axes_ - 1; place > 0; axis--) {
      offset += place % sizes_[axis] * strides.at[axis];
      place /= sizes_[axis];
    }
    return offset;
  }

  // Calls visit(element offset, stride of rows, stride of columns, rows, columns) for the pieces of a block.
  template <class Visit>
  void eachPiece(const ElementBlock& block, const ElementStrides& strides, const Visit& visit) const {
    const int64_t inner = innerStride(strides);
    if (hasLongRows_ || axes_ < 2) {
      visit(offsetOf(block.start, strides), 0, inner, 1, block.count);
      return;
    }
    const int64_t across = strides.at[axes_ - 2], most = sizes_[axes_ - 2];
    int64_t row = block.start / columns();
    for (int64_t left = block.count / columns(); left > 0;) {
      const int64_t rows = std::min(left, most - row % most);
      visit(offsetOf(row * columns(), strides), across, inner, rows, columns());
      row += rows;
      left -= rows;
    }
  }

 private:
  // All registers of a long list stay in the first-level cache, with the parts of tensors that pass by.
  static constexpr int64_t elementsPerBlock = 1024;
  // A memory has 4 GiB at most.
  static constexpr int64_t mostElements = int64_t{1} << 32;

  const int64_t axes_;
  int64_t sizes_[mostElementAxes] = {};
  int64_t total_ = 0;
  bool hasLongRows_ = true;
  int64_t rowLength_ = 0, partLength_ = 1, partsPerRow_ = 1, blocks_ = 0;
};

}  // namespace isograd
