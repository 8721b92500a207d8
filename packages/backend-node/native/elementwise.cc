// Runs the steps of a plan on block after block; threads share the blocks.
#include "elementwise.h"

#include <cstring>

#include "element-plan.h"

namespace isograd {

namespace {

// Work, in sums of elements, that takes a thread some twenty microseconds; a call of it beside them.
constexpr int64_t workWorthSharing = 1 << 19;
constexpr int64_t costOfMemory = 4;

// A step as a kernel of the instruction set in use.
struct ResolvedStep {
  ElementKernel kernel;
  int from[mostElementOperands];
  int to;
  StepLength length;
};

class Elementwise final : public Operation {
 public:
  explicit Elementwise(WordReader& reader) : plan_(ElementList(reader, operands_)) { isAside_.resize(plan_.hazards.size()); }

  void run(Engine& engine, float* const* tensors) override {
    const int64_t blocks = plan_.loop.blocks();
    if (blocks == 0) return;
    if (resolvedFor_ != engine.kernels) resolve(*engine.kernels);
    hasAside_ = false;
    for (size_t index = 0; index < plan_.hazards.size(); index++) {
      isAside_[index] = tensors[plan_.hazards[index].input] == tensors[plan_.hazards[index].output];
      hasAside_ = hasAside_ || isAside_[index];
    }
    const int64_t work = plan_.loop.total() * (costOfMemory + plan_.cost);
    const int64_t wanted = std::min<int64_t>(4 * engine.pool.threads(), work / workWorthSharing);
    if (engine.pool.threads() == 1 || wanted <= 1) {
      reserve(engine.scratch[0]);
      runBlocks(tensors, engine.scratch[0], 0, blocks);
      return;
    }
    const Crew crew(engine);
    crew.prepare([&](Scratch& scratch) { reserve(scratch); });
    const int64_t chunks = std::min(wanted, blocks);
    crew.run(chunks, [&](int64_t chunk, Scratch& scratch) {
      runBlocks(tensors, scratch, blocks * chunk / chunks, blocks * (chunk + 1) / chunks);
    });
  }

 private:
  void resolve(const KernelTable& table) {
    const auto resolveAll = [&](const std::vector<ElementStep>& steps, std::vector<ResolvedStep>& resolved) {
      resolved.clear();
      for (const ElementStep& step : steps) {
        const ElementKernel kernel = step.isPair ? table.pairs[indexOf(step.first)][indexOf(step.second)][step.ones]
                                                 : table.elements[indexOf(step.code)][step.ones];
        resolved.push_back({kernel, {step.from[0], step.from[1], step.from[2]}, step.to, step.length});
      }
    };
    resolveAll(plan_.before, before_);
    resolveAll(plan_.steps, steps_);
    resolvedFor_ = &table;
  }

  void reserve(Scratch& scratch) const {
    scratch.blocks.reserve(plan_.scratchElements);
    scratch.seats.reserve(plan_.seats);
  }

  static void runSteps(const std::vector<ResolvedStep>& steps, void* const* seats, int64_t count) {
    const int64_t lengths[] = {1, count, ceilDivide(count, mostLanes) * mostLanes};
    for (const ResolvedStep& step : steps) {
      step.kernel(seats[step.from[0]], seats[step.from[1]], seats[step.from[2]], seats[step.to],
                  lengths[static_cast<size_t>(step.length)]);
    }
  }

  void runBlocks(float* const* tensors, Scratch& scratch, int64_t first, int64_t last) const {
    const ElementLoop& loop = plan_.loop;
    void** const seats = scratch.seats.data();
    uint32_t* const registers = scratch.blocks.data();
    seat(tensors, seats, registers);
    for (const SpreadTensor& tensor : plan_.spreadBefore) spread(tensor, tensors, registers, loop[0], seats);
    runSteps(before_, seats, loop[0].count);
    for (int64_t index = first; index < last; index++) {
      const ElementBlock block = loop[index];
      for (const MovingTensor& tensor : plan_.moving) {
        const int64_t offset = tensor.isDense ? block.start : loop.offsetOf(block.start, tensor.strides);
        seats[tensor.seat] = at(tensors[tensor.tensor], offset, tensor.elementBytes);
      }
      if (hasAside_) setAside(registers, block.count, seats);
      for (const SpreadTensor& tensor : plan_.spread) spread(tensor, tensors, registers, block, seats);
      runSteps(steps_, seats, block.count);
    }
  }

  // What stays where it is for all blocks. Kernels write only what is a result or a register.
  void seat(float* const* tensors, void** seats, uint32_t* registers) const {
    for (const ElementNumber& number : plan_.numbers) seats[number.seat] = const_cast<uint32_t*>(&number.bits);
    for (const ElementRegister& each : plan_.registers) seats[each.seat] = registers + each.offset;
    for (const auto& [seat, tensor] : plan_.still) seats[seat] = tensors[tensor];
  }

  static void* at(float* tensor, int64_t offset, int64_t elementBytes) {
    return reinterpret_cast<uint8_t*>(tensor) + offset * elementBytes;
  }

  void setAside(uint32_t* registers, int64_t count, void** seats) const {
    for (size_t index = 0; index < plan_.hazards.size(); index++) {
      if (!isAside_[index]) continue;
      const ElementHazard& hazard = plan_.hazards[index];
      uint32_t* const aside = registers + hazard.aside.offset;
      memcpy(aside, seats[hazard.seat], static_cast<size_t>(count) * sizeof(uint32_t));
      seats[hazard.seat] = aside;
    }
  }

  void spread(const SpreadTensor& tensor, float* const* tensors, uint32_t* registers, const ElementBlock& block,
              void** seats) const {
    const ElementLoop& loop = plan_.loop;
    const bool isWord = tensor.elementBytes == sizeof(uint32_t);
    if (isWord && block.start % tensor.denseRun + block.count <= tensor.denseRun) {
      const int64_t offset = loop.offsetOf(block.start, tensor.strides);
      seats[tensor.seat] = at(tensors[tensor.tensor], offset, tensor.elementBytes);
      return;
    }
    uint32_t* to = registers + tensor.target.offset;
    seats[tensor.seat] = to;
    loop.eachPiece(block, tensor.strides,
                   [&](int64_t offset, int64_t rowStride, int64_t stride, int64_t rows, int64_t columns) {
                     const void* from = at(tensors[tensor.tensor], offset, tensor.elementBytes);
                     const auto fill = isWord ? resolvedFor_->spreadWords : resolvedFor_->spreadBytes;
                     fill({from, rowStride, stride, rows, columns}, to);
                     to += rows * columns;
                   });
  }

  const ElementPlan plan_;
  std::vector<ResolvedStep> before_, steps_;
  const KernelTable* resolvedFor_ = nullptr;
  // Of the hazards, those that are there in this run.
  std::vector<uint8_t> isAside_;
  bool hasAside_ = false;
};

}  // namespace

std::unique_ptr<Operation> readElementwise(WordReader& reader) { return std::make_unique<Elementwise>(reader); }

}  // namespace isograd
