// Memory that kernels write on their way. It grows to what the largest of them needs, and is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "kernels/kernel-table.h"

namespace isograd {

// Room for elements on a boundary of 64 bytes.
template <class Element>
class Buffer {
 public:
  // Makes room for `count` elements; what was there is lost. Throws std::bad_alloc.
  void reserve(int64_t count) {
    if (count <= capacity_) return;
    memory_.reset();
    capacity_ = 0;
    memory_.reset(static_cast<Element*>(::operator new(static_cast<size_t>(count) * sizeof(Element), boundary)));
    capacity_ = count;
  }
  Element* data() const { return memory_.get(); }

 private:
  static constexpr std::align_val_t boundary{64};
  struct Free {
    void operator()(Element* memory) const { ::operator delete(memory, boundary); }
  };
  std::unique_ptr<Element, Free> memory_;
  int64_t capacity_ = 0;
};

// What one thread writes while it computes.
struct Scratch {
  // Right-hand matrices in panels.
  Buffer<float> right;
  // Left-hand matrices or windows, copied to where they are read faster.
  Buffer<float> left;
  // Results on their way to others.
  Buffer<float> lines;
  // Where each row of each tile begins, for each of its segments.
  Buffer<const float*> rows;
  // The terms of a tile whose rows lie side by side.
  Buffer<ColumnSegment> segments;
  // Blocks of elements between elementwise calls, and where all of their operands are.
  Buffer<uint32_t> blocks;
  Buffer<void*> seats;
  // How far the pixels of a window lie from the beginning of their image.
  Buffer<int64_t> taps;
  // Rows of pixels that became one.
  Buffer<float> joinedRows;
};

}  // namespace isograd
