// Parts of the rows, each in one pass, are joined pairwise. Rows of few channels lie side by side in longer ones, whose
// columns are parts as well.
#include "moments.h"

#include <limits>

#include "sharing.h"

namespace isograd {

namespace {

// Numbers of a part, and columns up to which rows are joined.
constexpr int64_t numbersPerPart = 4096;
constexpr int64_t joinedColumns = 64;

class Moments final : public Operation {
 public:
  explicit Moments(WordReader& reader) : rows_(reader.size()), channels_(reader.size()) {
    operands_.push_back(reader.floats(false, rows_, channels_));
    operands_.push_back(reader.floats(true, channels_));
    operands_.push_back(reader.floats(true, channels_));
    if (operands_[0].bytes > 0) plan();
  }

  void run(Engine& engine, float* const* tensors) override {
    float *const means = tensors[1], *const variances = tensors[2];
    if (channels_ == 0) return;
    if (rows_ == 0) {
      for (int64_t channel = 0; channel < channels_; channel++) {
        means[channel] = variances[channel] = std::numeric_limits<float>::quiet_NaN();
      }
      return;
    }
    engine.partialSums.reserve(3 * numbers_);
    float *const bases = engine.partialSums.data(), *const offsets = bases + numbers_,
                 *const squares = offsets + numbers_;
    const int64_t cost = rowsPerPart_ * joined_ * channels_;
    const auto compute = [&](int64_t first, int64_t last, int) {
      for (int64_t index = first; index < last; index++) {
        const auto& [x, rows, columns, to] = parts_[static_cast<size_t>(index)];
        engine.kernels->moments({tensors[0] + x, bases + to, offsets + to, squares + to, rows, columns});
      }
    };
    shareEvenly(engine.pool, static_cast<int64_t>(parts_.size()), tasksWorthSharing(cost), compute);
    for (const auto& [to, from, columns, share, weight] : joints_) {
      engine.kernels->joinMoments({bases + to, offsets + to, squares + to, bases + from, offsets + from, squares + from,
                                   columns, share, weight});
    }
    const float scale = 1.0f / static_cast<float>(rows_);
    for (int64_t channel = 0; channel < channels_; channel++) {
      means[channel] = bases[channel] + offsets[channel];
      variances[channel] = squares[channel] * scale;
    }
  }

 private:
  // Some rows, joined or not, and where their moments are put.
  struct Part {
    int64_t x, rows, columns, to;
  };

  // Moments that are joined to others.
  struct Joint {
    int64_t to, from, columns;
    float share, weight;
  };

  void plan() {
    while (joined_ * channels_ < joinedColumns && 16 * joined_ <= rows_) joined_ *= 2;
    const int64_t columns = joined_ * channels_, joinedRows = rows_ / joined_, rest = rows_ % joined_;
    rowsPerPart_ = std::max<int64_t>(8, numbersPerPart / columns);
    for (int64_t row = 0; row < joinedRows; row += rowsPerPart_) {
      addPart(row * columns, std::min(rowsPerPart_, joinedRows - row), columns);
    }
    const int64_t parts = static_cast<int64_t>(parts_.size());
    for (int64_t distance = 1; distance < parts; distance *= 2) {
      for (int64_t to = 0; to + distance < parts; to += 2 * distance) {
        const int64_t first = (to + distance) * rowsPerPart_;
        const int64_t last = std::min(joinedRows, (to + 2 * distance) * rowsPerPart_);
        join(to * columns, distance * rowsPerPart_, (to + distance) * columns, last - first, columns);
      }
    }
    for (int64_t count = joined_; count > 1; count /= 2) {
      const int64_t rows = joinedRows * (joined_ / count);
      join(0, rows, count / 2 * channels_, rows, count / 2 * channels_);
    }
    if (rest > 0) {
      const int64_t from = numbers_;
      addPart(joinedRows * columns, rest, channels_);
      join(0, rows_ - rest, from, rest, channels_);
    }
  }

  void addPart(int64_t x, int64_t rows, int64_t columns) {
    parts_.push_back({x, rows, columns, numbers_});
    numbers_ += columns;
  }

  void join(int64_t to, int64_t rows, int64_t from, int64_t otherRows, int64_t columns) {
    const double n = static_cast<double>(rows), m = static_cast<double>(otherRows);
    joints_.push_back({to, from, columns, static_cast<float>(m / (n + m)), static_cast<float>(n * m / (n + m))});
  }

  const int64_t rows_, channels_;
  int64_t joined_ = 1, rowsPerPart_ = 1;
  // Of the moments of all parts.
  int64_t numbers_ = 0;
  std::vector<Part> parts_;
  std::vector<Joint> joints_;
};

}  // namespace

std::unique_ptr<Operation> readMoments(WordReader& reader) { return std::make_unique<Moments>(reader); }

}  // namespace isograd
