// Threads share rows, or columns.
#include "arg-extremum.h"

#include <cstring>

#include "sharing.h"

namespace isograd {

namespace {

// A number that is looked at takes as long as so many that are added.
constexpr int64_t costOfLook = 4;
// Columns that are searched at a time.
constexpr int64_t columnsPerPanel = 256;

class ArgExtremum final : public Operation {
 public:
  explicit ArgExtremum(WordReader& reader)
      : isSmallest_(reader.flag()), blocks_(reader.size()), length_(reader.size()), columns_(reader.size()) {
    operands_.push_back(reader.floats(false, blocks_, length_, columns_));
    operands_.push_back(reader.elements(sizeof(int32_t), true, blocks_, columns_));
  }

  void run(Engine& engine, float* const* tensors) override {
    const float* x = tensors[0];
    int32_t* out = reinterpret_cast<int32_t*>(tensors[1]);
    if (operands_[0].bytes == 0) {
      if (operands_[1].bytes > 0) memset(out, 0, static_cast<size_t>(operands_[1].bytes));
      return;
    }
    const auto search = engine.kernels->searchExtrema[isSmallest_ ? 1 : 0];
    if (columns_ == 1) {
      const int64_t least = tasksWorthSharing(length_ * costOfLook);
      shareEvenly(engine.pool, blocks_, least, [&](int64_t first, int64_t last, int) {
        search({x + first * length_, out + first, last - first, length_, 1});
      });
      return;
    }
    const int64_t panels = ceilDivide(columns_, columnsPerPanel);
    const int64_t cost = std::min(columns_, columnsPerPanel) * length_ * costOfLook;
    shareEvenly(engine.pool, blocks_ * panels, tasksWorthSharing(cost), [&](int64_t first, int64_t last, int) {
      for (int64_t index = first; index < last; index++) {
        const int64_t block = index / panels, column = index % panels * columnsPerPanel;
        const int64_t count = std::min(columnsPerPanel, columns_ - column);
        search({x + block * length_ * columns_ + column, out + block * columns_ + column, count, length_, columns_});
      }
    });
  }

 private:
  const bool isSmallest_;
  const int64_t blocks_, length_, columns_;
};

}  // namespace

std::unique_ptr<Operation> readArgExtremum(WordReader& reader) { return std::make_unique<ArgExtremum>(reader); }

}  // namespace isograd
