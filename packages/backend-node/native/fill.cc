// Elements are bits: what they mean is nothing to what is written here.
#include "fill.h"

#include <cstring>

#include "sharing.h"

namespace isograd {

namespace {

void fill(const KernelTable& kernels, int64_t elementBytes, uint32_t word, uint8_t* to, int64_t count) {
  if (elementBytes == 1) {
    memset(to, static_cast<uint8_t>(word), static_cast<size_t>(count));
  } else {
    kernels.fillWords(word, reinterpret_cast<uint32_t*>(to), count);
  }
}

class Fill final : public Operation {
 public:
  explicit Fill(WordReader& reader)
      : elementBytes_(reader.elementBytes()), count_(reader.size()), word_(static_cast<uint32_t>(reader.word())) {
    operands_.push_back(reader.elements(elementBytes_, true, count_));
  }

  void run(Engine& engine, float* const* tensors) override {
    uint8_t* const out = reinterpret_cast<uint8_t*>(tensors[0]);
    shareEvenly(engine.pool, count_, bytesWorthSharing / elementBytes_, [&](int64_t first, int64_t last, int) {
      fill(*engine.kernels, elementBytes_, word_, out + first * elementBytes_, last - first);
    });
  }

 private:
  const int64_t elementBytes_, count_;
  const uint32_t word_;
};

class OneHot final : public Operation {
 public:
  explicit OneHot(WordReader& reader)
      : elementBytes_(reader.elementBytes()),
        rows_(reader.size()),
        depth_(reader.size()),
        on_(static_cast<uint32_t>(reader.word())),
        off_(static_cast<uint32_t>(reader.word())) {
    operands_.push_back(reader.elements(sizeof(int32_t), false, rows_));
    operands_.push_back(reader.elements(elementBytes_, true, rows_, depth_));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (depth_ == 0) return;
    const int32_t* const indices = reinterpret_cast<const int32_t*>(tensors[0]);
    uint8_t* const out = reinterpret_cast<uint8_t*>(tensors[1]);
    const int64_t rowBytes = depth_ * elementBytes_;
    const int64_t rowsAtOnce = std::max<int64_t>(1, bytesWorthSharing / rowBytes);
    shareEvenly(engine.pool, rows_, rowsAtOnce, [&](int64_t first, int64_t last, int) {
      fill(*engine.kernels, elementBytes_, off_, out + first * rowBytes, (last - first) * depth_);
      for (int64_t row = first; row < last; row++) {
        const int64_t index = indices[row];
        if (index < 0 || index >= depth_) continue;
        memcpy(out + row * rowBytes + index * elementBytes_, &on_, static_cast<size_t>(elementBytes_));
      }
    });
  }

 private:
  const int64_t elementBytes_, rows_, depth_;
  const uint32_t on_, off_;
};

}  // namespace

std::unique_ptr<Operation> readFill(WordReader& reader) { return std::make_unique<Fill>(reader); }

std::unique_ptr<Operation> readOneHot(WordReader& reader) { return std::make_unique<OneHot>(reader); }

}  // namespace isograd
