// Threads share the rows of the result.
#include "gather.h"

#include "sharing.h"

namespace isograd {

namespace {

class Gather final : public Operation {
 public:
  explicit Gather(WordReader& reader)
      : elementBytes_(reader.elementBytes()),
        tables_(reader.size()),
        tableRows_(reader.size()),
        count_(reader.size()),
        rowSize_(reader.size()) {
    operands_.push_back(reader.elements(elementBytes_, false, tables_, tableRows_, rowSize_));
    operands_.push_back(reader.elements(sizeof(int32_t), false, count_));
    operands_.push_back(reader.elements(elementBytes_, true, tables_, count_, rowSize_));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[2].bytes == 0) return;
    const uint8_t* const from = reinterpret_cast<const uint8_t*>(tensors[0]);
    const int32_t* const indices = reinterpret_cast<const int32_t*>(tensors[1]);
    uint8_t* const out = reinterpret_cast<uint8_t*>(tensors[2]);
    const int64_t rowBytes = rowSize_ * elementBytes_;
    const int64_t rowsAtOnce = std::max<int64_t>(1, bytesWorthSharing / 2 / rowBytes);
    shareEvenly(engine.pool, tables_ * count_, rowsAtOnce, [&](int64_t first, int64_t last, int) {
      for (int64_t row = first; row < last;) {
        const int64_t table = row / count_, index = row % count_;
        const int64_t rows = std::min(last - row, count_ - index);
        engine.kernels->gatherRows(from + table * tableRows_ * rowBytes, tableRows_, indices + index, rows, rowBytes,
                                   out + row * rowBytes);
        row += rows;
      }
    });
  }

 private:
  const int64_t elementBytes_, tables_, tableRows_, count_, rowSize_;
};

}  // namespace

std::unique_ptr<Operation> readGather(WordReader& reader) { return std::make_unique<Gather>(reader); }

}  // namespace isograd
