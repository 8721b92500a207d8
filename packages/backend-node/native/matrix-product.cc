// A product that is large is shared among the threads; of many small ones each thread takes whole ones.
#include "matrix-product.h"

#include "epilogue.h"
#include "left-matrix.h"

namespace isograd {

namespace {

class MatrixProduct final : public Operation {
 public:
  explicit MatrixProduct(WordReader& reader)
      : batches_(reader.size()),
        m_(reader.size()),
        n_(reader.size()),
        k_(reader.size()),
        aStep_(reader.number(0, 1)),
        bStep_(reader.number(0, 1)),
        isATransposed_(reader.flag()),
        isBTransposed_(reader.flag()),
        isBiasOfRows_(reader.flag()),
        accumulates_(reader.flag()),
        activation_(Activation::read(reader)) {
    operands_.push_back(reader.floats(false, matrices(aStep_), m_, k_));
    operands_.push_back(reader.floats(false, matrices(bStep_), k_, n_));
    operands_.push_back(reader.floats(true, batches_, m_, n_));
    operands_.push_back(reader.optionalFloats(isBiasOfRows_ ? m_ : n_));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (batches_ == 0 || m_ == 0 || n_ == 0) return;
    const int64_t products = m_ * n_ * std::max<int64_t>(1, k_);
    if (batches_ == 1 || products >= 2 * productsWorthSharing * engine.pool.threads()) {
      const Crew all(engine);
      for (int64_t batch = 0; batch < batches_; batch++) multiply(all, batch, tensors);
      return;
    }
    const int64_t atOnce = std::max<int64_t>(1, productsWorthSharing / products);
    reserve(engine);
    engine.pool.run(ceilDivide(batches_, atOnce), [&](int64_t chunk, int worker) {
      const Crew one(engine, worker);
      const int64_t last = std::min(batches_, (chunk + 1) * atOnce);
      for (int64_t batch = chunk * atOnce; batch < last; batch++) multiply(one, batch, tensors);
    });
  }

 private:
  // Matrices that a step of 0 or 1 reaches.
  int64_t matrices(int64_t step) const { return step == 0 && batches_ > 0 ? 1 : batches_; }

  // Room for one product in the scratch memory of every thread.
  void reserve(Engine& engine) const {
    const int64_t width = engine.kernels->tileColumns(), rows = engine.kernels->tileRows;
    const TermBlocks blocks(1, k_);
    const int64_t terms = std::max<int64_t>(1, blocks.largest());
    const int64_t panels = std::min(ceilDivide(n_, width), columnsPerBlock / width);
    for (Scratch& scratch : engine.scratch) {
      scratch.right.reserve(panels * width * terms);
      if (isATransposed_) scratch.left.reserve(std::min(tilesPerBlock, ceilDivide(m_, rows)) * maxTileRows * terms);
    }
  }

  void multiply(const Crew& crew, int64_t batch, float* const* tensors) const {
    const float* a = tensors[0] + batch * aStep_ * m_ * k_;
    const float* b = tensors[1] + batch * bStep_ * k_ * n_;
    float* c = tensors[2] + batch * m_ * n_;
    const float* bias = tensors[3];
    Finish finish;
    const bool isFinished = activation_.fill(finish, isBiasOfRows_ ? nullptr : bias, isBiasOfRows_ ? bias : nullptr);
    const RightSide right{b, nullptr, 1, k_, isBTransposed_ ? k_ : n_, isBTransposed_, n_};
    const ProductEnd end{isFinished ? &finish : nullptr, accumulates_};
    if (isATransposed_) {
      multiplyBlocks(crew, MatrixColumns{a, m_, m_, c, n_}, right, end);
    } else {
      multiplyBlocks(crew, MatrixRows{a, k_, m_, c, n_}, right, end);
    }
  }

  const int64_t batches_, m_, n_, k_, aStep_, bStep_;
  const bool isATransposed_, isBTransposed_, isBiasOfRows_, accumulates_;
  const Activation activation_;
};

}  // namespace

std::unique_ptr<Operation> readMatrixProduct(WordReader& reader) { return std::make_unique<MatrixProduct>(reader); }

}  // namespace isograd
