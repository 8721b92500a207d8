// A convolution is a product of windows with the filter, group by group. The gradient of its input is one too, of
// windows of the output: for strides, one for each phase of the input.
#include "convolution.h"

#include <cstring>

#include "depthwise.h"
#include "epilogue.h"
#include "filter-gradient.h"
#include "left-matrix.h"
#include "window-taps.h"

namespace isograd {

namespace {

// The distances of the matrices of the filter.
std::vector<int64_t> offsetsOf(const std::vector<Tap>& taps) {
  std::vector<int64_t> offsets;
  offsets.reserve(taps.size());
  for (const Tap& tap : taps) offsets.push_back(tap.filter);
  return offsets;
}

// The windows of x, without what is of a group.
Windows forwardWindows(const Geometry& g, const std::vector<Tap>& taps) {
  return {nullptr,  g.in,    g.channels, g.channels, &taps,     g.batch,   g.out,
          g.stride, nullptr, g.out,      {0, 0, 0},  {1, 1, 1}, g.filters, g.filters};
}

// Taps are found with the first run, when all tensors are known to lie in the memory: they are no more than fit there.
class Convolution final : public Operation {
 public:
  explicit Convolution(WordReader& reader) : g_(Geometry::read(reader)), activation_(Activation::read(reader)) {
    operands_.push_back(g_.x(reader, false));
    operands_.push_back(g_.filter(reader, false));
    operands_.push_back(g_.y(reader, true));
    operands_.push_back(reader.optionalFloats(g_.filters));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[2].bytes == 0) return;
    if (!isPlanned_) {
      taps_ = forwardTaps(g_);
      if (isJoined()) joinRows();
      offsets_ = offsetsOf(taps_);
      isPlanned_ = true;
    }
    const float *x = tensors[0], *filter = tensors[1], *bias = tensors[3];
    float* y = tensors[2];
    Windows windows = forwardWindows(g_, taps_);
    Finish finish;
    const Finish* const end = activation_.fill(finish, bias, nullptr) ? &finish : nullptr;
    if (g_.isDepthwise()) {
      windows.source = x;
      windows.results = y;
      return weighWindows(engine, windows, filter, end);
    }
    const int64_t perGroup = g_.channelsPerGroup(), filters = g_.filtersPerGroup();
    windows.span = span_;
    windows.channels = perGroup * span_;
    const Crew crew(engine);
    for (int64_t group = 0; group < g_.groups; group++) {
      windows.source = x + group * perGroup;
      windows.results = y + group * filters;
      if (bias != nullptr) finish.columnBias = bias + group * filters;
      const RightSide right{filter + group * filters,
                            offsets_.data(),
                            static_cast<int64_t>(taps_.size()),
                            perGroup * span_,
                            g_.filters,
                            false,
                            filters};
      if (isMatrix()) {
        const MatrixRows rows{windows.source, g_.channels, windows.positions(), windows.results, g_.filters};
        multiplyBlocks(crew, rows, {right.matrix, nullptr, 1, perGroup, g_.filters, false, filters}, end);
      } else {
        multiplyBlocks(crew, windows, right, end);
      }
    }
  }

 private:
  // Whether each window is one pixel, and all pixels are windows.
  bool isMatrix() const {
    return g_.hasProducts() && g_.window.size() == 1 && g_.stride.size() == 1 && g_.padding.depth == 0 &&
           g_.padding.height == 0 && g_.padding.width == 0 && g_.in == g_.out;
  }

  // Few channels: the taps of a row of the window, whose pixels lie side by side, are one.
  bool isJoined() const { return g_.groups == 1 && g_.channels <= 16 && g_.dilation.width == 1 && !isMatrix(); }

  void joinRows() {
    std::vector<Tap> rows;
    for (const Tap& tap : taps_) {
      if (rows.empty() || rows.back().z != tap.z || rows.back().y != tap.y) rows.push_back(tap);
    }
    if (rows.empty()) return;
    span_ = static_cast<int64_t>(taps_.size() / rows.size());
    taps_ = std::move(rows);
  }

  const Geometry g_;
  const Activation activation_;
  bool isPlanned_ = false;
  std::vector<Tap> taps_;
  std::vector<int64_t> offsets_;
  int64_t span_ = 1;
};

class ConvolutionInputGradient final : public Operation {
 public:
  explicit ConvolutionInputGradient(WordReader& reader)
      : g_(Geometry::read(reader)), activation_(Activation::read(reader)) {
    operands_.push_back(g_.y(reader, false));
    operands_.push_back(g_.filter(reader, false));
    operands_.push_back(g_.x(reader, true));
    operands_.push_back(reader.optionalFloats(g_.channels));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[2].bytes == 0) return;
    if (!isPlanned_) {
      phases_ = phasesOf(g_);
      for (const Phase& phase : phases_) offsets_.push_back(offsetsOf(phase.taps));
      isPlanned_ = true;
    }
    Finish finish;
    const Finish* const end = activation_.fill(finish, tensors[3], nullptr) ? &finish : nullptr;
    for (size_t phase = 0; phase < phases_.size(); phase++) {
      computePhase(engine, tensors, phases_[phase], offsets_[phase], finish, end);
    }
  }

 private:
  void computePhase(Engine& engine, float* const* tensors, const Phase& phase, const std::vector<int64_t>& offsets,
                    Finish& finish, const Finish* end) const {
    const float *dy = tensors[0], *filter = tensors[1], *bias = tensors[3];
    float* dx = tensors[2];
    Windows windows{
        dy,        g_.out, g_.filters, g_.filters,  &phase.taps, g_.batch,    phase.inputs,
        {1, 1, 1}, dx,     g_.in,      phase.first, g_.stride,   g_.channels, g_.stride.width * g_.channels};
    if (windows.isDense()) windows.cStride = g_.channels;
    if (g_.isDepthwise()) return weighWindows(engine, windows, filter, end);
    const int64_t perGroup = g_.channelsPerGroup(), filters = g_.filtersPerGroup();
    windows.channels = filters;
    const Crew crew(engine);
    for (int64_t group = 0; group < g_.groups; group++) {
      windows.source = dy + group * filters;
      windows.results = dx + group * perGroup;
      if (bias != nullptr) finish.columnBias = bias + group * perGroup;
      const RightSide right{filter + group * filters,
                            offsets.data(),
                            static_cast<int64_t>(phase.taps.size()),
                            filters,
                            g_.filters,
                            true,
                            perGroup};
      multiplyBlocks(crew, windows, right, end);
    }
  }

  const Geometry g_;
  const Activation activation_;
  bool isPlanned_ = false;
  std::vector<Phase> phases_;
  std::vector<std::vector<int64_t>> offsets_;
};

class ConvolutionFilterGradient final : public Operation {
 public:
  explicit ConvolutionFilterGradient(WordReader& reader) : g_(Geometry::read(reader)) {
    operands_.push_back(g_.x(reader, false));
    operands_.push_back(g_.y(reader, false));
    operands_.push_back(g_.filter(reader, true));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[2].bytes == 0) return;
    if (!isPlanned_) {
      taps_ = forwardTaps(g_);
      isPlanned_ = true;
    }
    const float *x = tensors[0], *dy = tensors[1];
    float* gradient = tensors[2];
    memset(gradient, 0, static_cast<size_t>(operands_[2].bytes));
    if (taps_.empty()) return;
    Windows windows = forwardWindows(g_, taps_);
    windows.source = x;
    if (g_.isDepthwise()) return depthwiseFilterGradient(engine, windows, dy, gradient);
    const int64_t perGroup = g_.channelsPerGroup(), filters = g_.filtersPerGroup();
    windows.channels = perGroup;
    for (int64_t group = 0; group < g_.groups; group++) {
      windows.source = x + group * perGroup;
      addFilterGradient(engine, windows, dy + group * filters, filters, g_.filters, gradient + group * filters);
    }
  }

 private:
  const Geometry g_;
  bool isPlanned_ = false;
  std::vector<Tap> taps_;
};

}  // namespace

std::unique_ptr<Operation> readConvolution(WordReader& reader) { return std::make_unique<Convolution>(reader); }

std::unique_ptr<Operation> readConvolutionInputGradient(WordReader& reader) {
  return std::make_unique<ConvolutionInputGradient>(reader);
}

std::unique_ptr<Operation> readConvolutionFilterGradient(WordReader& reader) {
  return std::make_unique<ConvolutionFilterGradient>(reader);
}

}  // namespace isograd
