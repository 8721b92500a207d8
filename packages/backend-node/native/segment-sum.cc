// Threads share columns first, which is fair whatever the segments are; then segments, of which each looks for its own.
#include "segment-sum.h"

#include <cstring>

#include "sharing.h"
#include "term-blocks.h"

namespace isograd {

namespace {

// Columns of a cache line: what threads write does not meet there.
constexpr int64_t columnsOfLine = 16;

class SegmentSum final : public Operation {
 public:
  explicit SegmentSum(WordReader& reader)
      : isInteger_(reader.flag()), rows_(reader.size()), rowSize_(reader.size()), segments_(reader.size()) {
    operands_.push_back(reader.floats(false, rows_, rowSize_));
    operands_.push_back(reader.floats(false, rows_));
    operands_.push_back(reader.floats(true, segments_, rowSize_));
  }

  void run(Engine& engine, float* const* tensors) override {
    uint8_t* const sums = reinterpret_cast<uint8_t*>(tensors[2]);
    shareEvenly(engine.pool, operands_[2].bytes, bytesWorthSharing,
                [&](int64_t first, int64_t last, int) { memset(sums + first, 0, static_cast<size_t>(last - first)); });
    if (operands_[2].bytes == 0) return;
    // A row is read, and the row of its segment is read and written.
    const int64_t worth = 3 * operands_[0].bytes / bytesWorthSharing;
    const int64_t parts = worth < 2 ? 1 : std::min<int64_t>(worth, engine.pool.threads());
    const int64_t columnsAtOnce = roundUp(ceilDivide(rowSize_, parts));
    const int64_t columnParts = ceilDivide(rowSize_, columnsAtOnce);
    const int64_t segmentsAtOnce = ceilDivide(segments_, ceilDivide(parts, columnParts));
    engine.pool.run(columnParts * ceilDivide(segments_, segmentsAtOnce), [&](int64_t part, int) {
      const int64_t column = part % columnParts * columnsAtOnce, segment = part / columnParts * segmentsAtOnce;
      add(*engine.kernels, tensors, column, std::min(columnsAtOnce, rowSize_ - column), segment,
          std::min(segments_, segment + segmentsAtOnce));
    });
  }

 private:
  static int64_t roundUp(int64_t columns) { return ceilDivide(columns, columnsOfLine) * columnsOfLine; }

  void add(const KernelTable& kernels, float* const* tensors, int64_t column, int64_t columns, int64_t firstSegment,
           int64_t lastSegment) const {
    const SegmentRows rows{reinterpret_cast<const int32_t*>(tensors[1]), rows_, rowSize_, columns, firstSegment,
                           lastSegment};
    const float* const x = tensors[0] + column;
    float* const sums = tensors[2] + column;
    if (!isInteger_) return kernels.addFloatRows(rows, x, sums);
    kernels.addWordRows(rows, reinterpret_cast<const uint32_t*>(x), reinterpret_cast<uint32_t*>(sums));
  }

  const bool isInteger_;
  const int64_t rows_, rowSize_, segments_;
};

}  // namespace

std::unique_ptr<Operation> readSegmentSum(WordReader& reader) { return std::make_unique<SegmentSum>(reader); }

}  // namespace isograd
