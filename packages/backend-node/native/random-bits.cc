// An element depends on its position alone, so that threads take any of them.
#include "random-bits.h"

#include "sharing.h"

namespace isograd {

namespace {

// Ten microseconds or more.
constexpr int64_t wordsWorthSharing = int64_t{1} << 15;

class RandomBits final : public Operation {
 public:
  explicit RandomBits(WordReader& reader)
      : count_(reader.size()),
        bits_(static_cast<uint32_t>(reader.number(1, 32))),
        counter_(static_cast<uint32_t>(reader.word())) {
    operands_.push_back(reader.floats(false, 4));
    operands_.push_back(reader.optionalFloats(1));
    operands_.push_back(reader.floats(true, count_));
  }

  void run(Engine& engine, float* const* tensors) override {
    const uint32_t* const key = reinterpret_cast<const uint32_t*>(tensors[0]);
    const uint32_t* const data = reinterpret_cast<const uint32_t*>(tensors[1]);
    uint32_t* const out = reinterpret_cast<uint32_t*>(tensors[2]);
    const RandomStream stream{
        {key[0] | key[1] << 16, key[2] | key[3] << 16}, counter_, data == nullptr ? 0 : *data, 32 - bits_};
    shareEvenly(engine.pool, count_, wordsWorthSharing, [&](int64_t first, int64_t last, int) {
      engine.kernels->randomBits(stream, first, last - first, out + first);
    });
  }

 private:
  const int64_t count_;
  const uint32_t bits_, counter_;
};

}  // namespace

std::unique_ptr<Operation> readRandomBits(WordReader& reader) { return std::make_unique<RandomBits>(reader); }

}  // namespace isograd
