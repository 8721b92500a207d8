// One pass after the other, each of which folds neighbouring axes: innermost first, so that each has less to read.
//
// What is long is folded in parts, whose results are folded by a further pass. Rows of few columns are joined to longer
// ones, which a last pass folds. All of that depends on the sizes alone: results are the same on any number of threads.
#include "reduction.h"

#include <array>

#include "sharing.h"

namespace isograd {

namespace {

// Numbers of a part of a long row, and rows of a part of long columns.
constexpr int64_t numbersPerPart = 1 << 15;
constexpr int64_t rowsPerPart = 256;
// Rows are joined up to so many columns.
constexpr int64_t joinedColumns = 128;
// Columns that a thread folds at a time: their results stay in the first-level cache.
constexpr int64_t columnsPerPanel = 2048;

// [blocks, rows, columns] becomes [blocks, parts, columns]; behind the rows of each block there are `rest` numbers, of
// the first columns, which belong to its last part.
struct Pass {
  int64_t blocks, rows, columns, rest, parts;
  // Where its results begin among the intermediate ones, unless it is the last one.
  int64_t target = 0;

  int64_t results() const { return blocks * parts * columns; }
};

class Reduction final : public Operation {
 public:
  explicit Reduction(WordReader& reader)
      : fold_(static_cast<int>(reader.number(0, foldKinds - 1))),
        elementBytes_(fold_ < firstOfBools ? 4 : 1),
        scale_(reader.real()) {
    for (int64_t& size : sizes_) size = reader.size();
    const auto [k0, r0, k1, r1, k2, r2, k3] = sizes_;
    operands_.push_back(reader.elements(elementBytes_, false, k0, r0, k1, r1, k2, r2, k3));
    operands_.push_back(reader.elements(elementBytes_, true, k0, k1, k2, k3));
    results_ = operands_[1].bytes / elementBytes_;
    if (operands_[0].bytes > 0) plan();
  }

  void run(Engine& engine, float* const* tensors) override {
    const FoldKernels& kernels = engine.kernels->folds[fold_];
    if (results_ == 0) return;
    if (passes_.empty()) return fillNeutral(kernels, tensors[1]);
    engine.partialSums.reserve(ceilDivide(intermediates_ * elementBytes_, sizeof(float)));
    const uint8_t* from = reinterpret_cast<const uint8_t*>(tensors[0]);
    for (const Pass& pass : passes_) {
      const bool isLast = &pass == &passes_.back();
      uint8_t* const to = isLast ? reinterpret_cast<uint8_t*>(tensors[1])
                                 : reinterpret_cast<uint8_t*>(engine.partialSums.data()) + pass.target * elementBytes_;
      runPass(engine, kernels, pass, from, to, isLast ? scale_ : 1);
      from = to;
    }
  }

 private:
  static constexpr int firstOfBools = 8;

  // An axis, or neighbouring ones of the same kind.
  struct Run {
    int64_t size;
    bool isReduced;
  };

  void plan() {
    std::vector<Run> runs = joinedRuns();
    for (size_t at = runs.size(); at-- > 0;) {
      if (!runs[at].isReduced) continue;
      int64_t blocks = 1, columns = 1;
      for (size_t before = 0; before < at; before++) blocks *= runs[before].size;
      for (size_t behind = at + 1; behind < runs.size(); behind++) columns *= runs[behind].size;
      fold(blocks, runs[at].size, columns);
      runs[at].size = 1;
    }
    if (passes_.empty()) passes_.push_back({1, 1, results_, 0, 1});
    for (Pass& pass : passes_) {
      pass.target = intermediates_;
      if (&pass != &passes_.back()) intermediates_ += pass.results();
    }
  }

  std::vector<Run> joinedRuns() const {
    std::vector<Run> runs;
    for (size_t axis = 0; axis < sizes_.size(); axis++) {
      const bool isReduced = axis % 2 == 1;
      if (sizes_[axis] == 1) continue;
      if (!runs.empty() && runs.back().isReduced == isReduced) {
        runs.back().size *= sizes_[axis];
      } else {
        runs.push_back({sizes_[axis], isReduced});
      }
    }
    return runs;
  }

  // Adds the passes that make [blocks, columns] of [blocks, rows, columns].
  void fold(int64_t blocks, int64_t rows, int64_t columns) {
    if (columns == 1) {
      const int64_t parts = rows < 2 * numbersPerPart ? 1 : ceilDivide(rows, numbersPerPart);
      passes_.push_back({blocks, rows, 1, 0, parts});
      if (parts > 1) fold(blocks, parts, 1);
      return;
    }
    int64_t joined = 1;
    while (joined * columns < joinedColumns && 16 * joined <= rows) joined *= 2;
    const int64_t joinedRows = rows / joined;
    const int64_t parts = joinedRows < 2 * rowsPerPart ? 1 : ceilDivide(joinedRows, rowsPerPart);
    passes_.push_back({blocks, joinedRows, joined * columns, rows % joined * columns, parts});
    if (parts > 1) fold(blocks, parts, joined * columns);
    if (joined > 1) fold(blocks, joined, columns);
  }

  void runPass(Engine& engine, const FoldKernels& kernels, const Pass& pass, const uint8_t* from, uint8_t* to,
               float scale) const {
    if (pass.columns == 1) {
      foldNumbers(engine, kernels, pass, from, to, scale);
    } else {
      foldColumns(engine, kernels, pass, from, to, scale);
    }
  }

  // Whole rows, or the parts of rows.
  void foldNumbers(Engine& engine, const FoldKernels& kernels, const Pass& pass, const uint8_t* from, uint8_t* to,
                   float scale) const {
    const int64_t length = pass.parts == 1 ? pass.rows : numbersPerPart;
    const int64_t tasks = pass.blocks * pass.parts;
    shareEvenly(engine.pool, tasks, tasksWorthSharing(length), [&](int64_t first, int64_t last, int) {
      if (pass.parts == 1) {
        const uint8_t* x = from + first * length * elementBytes_;
        kernels.numbers({x, to + first * elementBytes_, last - first, length, scale});
        return;
      }
      for (int64_t index = first; index < last; index++) {
        const int64_t row = index / pass.parts, begin = index % pass.parts * numbersPerPart;
        const uint8_t* x = from + (row * pass.rows + begin) * elementBytes_;
        kernels.numbers({x, to + index * elementBytes_, 1, std::min(numbersPerPart, pass.rows - begin), scale});
      }
    });
  }

  void foldColumns(Engine& engine, const FoldKernels& kernels, const Pass& pass, const uint8_t* from, uint8_t* to,
                   float scale) const {
    const int64_t panels = ceilDivide(pass.columns, columnsPerPanel), rows = pass.parts == 1 ? pass.rows : rowsPerPart;
    const int64_t blockSize = pass.rows * pass.columns + pass.rest;
    const int64_t tasks = pass.blocks * pass.parts * panels, size = rows * std::min(pass.columns, columnsPerPanel);
    shareEvenly(engine.pool, tasks, tasksWorthSharing(size), [&](int64_t first, int64_t last, int) {
      for (int64_t index = first; index < last; index++) {
        const int64_t column = index % panels * columnsPerPanel, part = index / panels % pass.parts;
        const int64_t block = index / panels / pass.parts, row = part * rows;
        const uint8_t* x = from + (block * blockSize + row * pass.columns + column) * elementBytes_;
        uint8_t* out = to + ((block * pass.parts + part) * pass.columns + column) * elementBytes_;
        const int64_t columns = std::min(columnsPerPanel, pass.columns - column);
        const int64_t rest = part == pass.parts - 1 ? pass.rest : 0;
        kernels.columns({x, out, std::min(rows, pass.rows - row), pass.columns, columns, rest, scale});
      }
    });
  }

  void fillNeutral(const FoldKernels& kernels, float* out) const {
    kernels.numbers({nullptr, out, results_, 0, scale_});
  }

  const int fold_;
  const int64_t elementBytes_;
  const float scale_;
  std::array<int64_t, 7> sizes_{};
  int64_t results_ = 0, intermediates_ = 0;
  std::vector<Pass> passes_;
};

}  // namespace

std::unique_ptr<Operation> readReduction(WordReader& reader) { return std::make_unique<Reduction>(reader); }

}  // namespace isograd
