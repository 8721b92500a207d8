// Threads share rows.
#include "softmax.h"

#include "sharing.h"

namespace isograd {

namespace {

// A number of a row takes as long as so many that are added.
constexpr int64_t costOfNumber = 8;

class Softmax final : public Operation {
 public:
  explicit Softmax(WordReader& reader)
      : isLogarithm_(reader.flag()), rows_(reader.size()), length_(reader.size()) {
    operands_.push_back(reader.floats(false, rows_, length_));
    operands_.push_back(reader.floats(true, rows_, length_));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[0].bytes == 0) return;
    shareEvenly(engine.pool, rows_, tasksWorthSharing(length_ * costOfNumber), [&](int64_t first, int64_t last, int) {
      const int64_t begin = first * length_;
      engine.kernels->softmax({tensors[0] + begin, tensors[1] + begin, last - first, length_, isLogarithm_});
    });
  }

 private:
  const bool isLogarithm_;
  const int64_t rows_, length_;
};

}  // namespace

std::unique_ptr<Operation> readSoftmax(WordReader& reader) { return std::make_unique<Softmax>(reader); }

}  // namespace isograd
