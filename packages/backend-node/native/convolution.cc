// A convolution is a product of windows with the filter, group by group. The gradient of its input is one too, of
// windows of the output: for strides, one for each phase of the input.
#include "convolution.h"

#include <cstring>

#include "banded-gradient.h"
#include "epilogue.h"
#include "filter-gradient.h"
#include "window-product.h"
#include "window-taps.h"

namespace isograd {

namespace {

// The windows of x, of a group.
Windows forwardWindows(const Geometry& g) {
  return {nullptr,   g.in,     g.channels, g.channelsPerGroup(),
          nullptr,   g.batch,  g.out,      g.stride,
          nullptr,   g.out,    {0, 0, 0},  {1, 1, 1},
          g.filters, g.filters};
}

// Those of y whose products with the filter are the gradients of a phase of x.
Windows backwardWindows(const Geometry& g, const Phase& phase) {
  Windows windows{
      nullptr,   g.out,   g.filters, g.filtersPerGroup(), nullptr,  g.batch,    phase.inputs,
      {1, 1, 1}, nullptr, g.in,      phase.first,         g.stride, g.channels, g.stride.width * g.channels};
  if (windows.isDense()) windows.cStride = g.channels;
  return windows;
}

// Windows are found with the first run, when all tensors are known to lie in the memory: they are no more than fit
// there.
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
    if (!product_) product_ = std::make_unique<WindowProduct>(g_, forwardWindows(g_), forwardTaps(g_), false);
    Finish finish;
    const Finish* const end = activation_.fill(finish, tensors[3], nullptr) ? &finish : nullptr;
    product_->compute(engine, tensors[0], tensors[1], tensors[2], end);
  }

 private:
  const Geometry g_;
  const Activation activation_;
  std::unique_ptr<const WindowProduct> product_;
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
    if (phases_.empty()) plan();
    Finish finish;
    const Finish* const end = activation_.fill(finish, tensors[3], nullptr) ? &finish : nullptr;
    for (const auto& phase : phases_) phase->compute(engine, tensors[0], tensors[1], tensors[2], end);
  }

 private:
  void plan() {
    for (Phase& phase : phasesOf(g_)) {
      const Windows windows = backwardWindows(g_, phase);
      phases_.push_back(std::make_unique<WindowProduct>(g_, windows, std::move(phase.taps), true));
    }
  }

  const Geometry g_;
  const Activation activation_;
  std::vector<std::unique_ptr<const WindowProduct>> phases_;
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
    if (!isPlanned_) plan();
    const float *x = tensors[0], *dy = tensors[1];
    float* gradient = tensors[2];
    memset(gradient, 0, static_cast<size_t>(operands_[2].bytes));
    if (taps_.empty()) return;
    Windows windows = windows_;
    for (int64_t group = 0; group < groups_; group++) {
      const int64_t filter = group * g_.filtersPerGroup();
      windows.source = x + group * windows.channels;
      if (banded_.fit()) {
        banded_.compute(engine, windows, dy + filter, g_.filters, gradient + filter);
      } else {
        addFilterGradient(engine, windows, dy + filter, g_.filtersPerGroup(), g_.filters, gradient + filter);
      }
    }
  }

 private:
  void plan() {
    isPlanned_ = true;
    taps_ = forwardTaps(g_);
    if (taps_.empty()) return;
    windows_ = forwardWindows(g_);
    windows_.taps = &taps_;
    groups_ = g_.groups;
    if (g_.groups > 1 && g_.channelsPerGroup() == 1) {
      Windows all = windows_;
      all.channels = g_.channels;
      banded_ = BandedGradient(all, g_.filters, true);
      if (!banded_.fit()) return;
      windows_ = all;
      groups_ = 1;
    } else if (windows_.channels < fewChannels) {
      banded_ = BandedGradient(windows_, g_.filtersPerGroup(), false);
    }
  }

  // Channels from which their own rows fill a tile.
  static constexpr int64_t fewChannels = 8;

  const Geometry g_;
  bool isPlanned_ = false;
  std::vector<Tap> taps_;
  Windows windows_{};
  int64_t groups_ = 1;
  BandedGradient banded_;
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
