// Threads share rows of windows. For the gradient that is so where no pixel is in two rows of them; elsewhere they take
// images, and some of the channels, so that each sum belongs to one thread.
#include "pooling.h"

#include <cstring>

#include "pooling-windows.h"
#include "sharing.h"
#include "term-blocks.h"

namespace isograd {

namespace {

// Numbers that are met in ten microseconds or more.
constexpr int64_t tapsWorthSharing = int64_t{1} << 17;

// Channels of a cache line: what threads write does not meet there.
constexpr int64_t channelsOfLine = 16;

// Of fewer channels, rows are joined first, which fills vectors whatever the channels are.
constexpr int64_t fewChannels = 8;

// Runs and scratch memory are made when tensors are known to lie in the memory: they are no larger.
class WindowOperation : public Operation {
 protected:
  explicit WindowOperation(WordReader& reader) : takesMeans_(reader.flag()), w_(PoolingWindows::read(reader)) {}

  void plan(Engine& engine) {
    if (!isPlanned_) {
      runs_ = w_.runs();
      isPlanned_ = true;
    }
    for (Scratch& scratch : engine.scratch) scratch.taps.reserve(w_.mostTaps());
  }

  // Numbers that the windows of a line meet, at least one.
  int64_t tapsOfLine() const {
    return std::max<int64_t>(1, w_.width.out * w_.channels * std::max<int64_t>(1, w_.mostTaps()));
  }

  // Calls visit(row of windows, where their results begin) for those of a line; find(run) says how many taps there are.
  template <class Find, class Visit>
  void eachRow(int64_t line, int64_t channels, const int64_t* taps, const Find& find, const Visit& visit) const {
    for (const WindowRun& run : runs_) {
      const PoolingRow row{taps,        find(run), run.count,     w_.width.stride * w_.channels,
                           w_.channels, channels,  !w_.isApart()};
      visit(row, (line * w_.width.out + run.first) * w_.channels);
    }
  }

  const bool takesMeans_;
  const PoolingWindows w_;

 private:
  bool isPlanned_ = false;
  std::vector<WindowRun> runs_;
};

class Pooling final : public WindowOperation {
 public:
  explicit Pooling(WordReader& reader) : WindowOperation(reader) {
    operands_.push_back(w_.x(reader, false));
    operands_.push_back(w_.y(reader, true));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[1].bytes == 0) return;
    const Pool pool = takesMeans_ ? engine.kernels->poolMeans : engine.kernels->poolMaxima;
    if (operands_[0].bytes == 0) {
      poolNothing(pool, tensors[1]);
      return;
    }
    plan(engine);
    if (joinsRows()) {
      for (Scratch& scratch : engine.scratch) scratch.joinedRows.reserve(w_.width.in * w_.channels);
    }
    const int64_t linesAtOnce = std::max<int64_t>(1, tapsWorthSharing / tapsOfLine());
    shareEvenly(engine.pool, w_.lines(), linesAtOnce, [&](int64_t first, int64_t last, int worker) {
      Scratch& scratch = engine.scratch[static_cast<size_t>(worker)];
      for (int64_t line = first; line < last; line++) {
        const float* image = tensors[0] + line / w_.linesOfImage() * w_.imageSize();
        if (joinsRows()) {
          poolJoinedRows(line, scratch, pool, image, tensors[1]);
        } else {
          poolLine(line, scratch, pool, image, tensors[1]);
        }
      }
    });
  }

 private:
  using Pool = void (*)(const PoolingRow& row, const float* image, float* out);

  bool joinsRows() const { return w_.channels < fewChannels; }

  // An empty image may have any number of rows without columns: they are not to be counted.
  void poolNothing(Pool pool, float* y) const {
    pool({nullptr, 0, w_.lines() * w_.width.out, 0, w_.channels, w_.channels, false}, y, y);  // no pixel is read
  }

  void poolLine(int64_t line, Scratch& scratch, Pool pool, const float* image, float* y) const {
    int64_t* const taps = scratch.taps.data();
    eachRow(
        line, w_.channels, taps, [&](const WindowRun& run) { return w_.findTaps(line, run, taps); },
        [&](const PoolingRow& row, int64_t out) { pool(row, image, y + out); });
  }

  // A mean of means is that of all, since each is of as many.
  void poolJoinedRows(int64_t line, Scratch& scratch, Pool pool, const float* image, float* y) const {
    int64_t* const taps = scratch.taps.data();
    float* const joined = scratch.joinedRows.data();
    pool({taps, w_.findRows(line, taps), 1, 0, 0, w_.width.in * w_.channels, false}, image, joined);
    eachRow(
        line, w_.channels, taps, [&](const WindowRun& run) { return w_.findColumns(run, taps); },
        [&](const PoolingRow& row, int64_t out) { pool(row, joined, y + out); });
  }
};

class PoolingGradient final : public WindowOperation {
 public:
  explicit PoolingGradient(WordReader& reader) : WindowOperation(reader) {
    operands_.push_back(w_.y(reader, false));
    operands_.push_back(w_.x(reader, true));
    if (!takesMeans_) operands_.push_back(w_.x(reader, false));
  }

  void run(Engine& engine, float* const* tensors) override {
    if (operands_[1].bytes == 0) return;
    const Tensors t{tensors[0], takesMeans_ ? nullptr : tensors[2], tensors[1],
                    takesMeans_ ? engine.kernels->spreadMeans : engine.kernels->spreadMaxima};
    if (operands_[0].bytes == 0) {
      memset(t.dx, 0, static_cast<size_t>(operands_[1].bytes));
      return;
    }
    plan(engine);
    if (w_.depth.isApart() && w_.height.isApart()) {
      spreadLines(engine, t);
    } else {
      spreadImages(engine, t);
    }
  }

 private:
  struct Tensors {
    const float *dy, *x;
    float* dx;
    void (*spread)(const PoolingRow& row, const float* image, const float* dy, float* dx);
  };

  void spreadLines(Engine& engine, const Tensors& t) const {
    const int64_t linesAtOnce = std::max<int64_t>(1, tapsWorthSharing / tapsOfLine());
    shareEvenly(engine.pool, w_.lines(), linesAtOnce, [&](int64_t first, int64_t last, int worker) {
      for (int64_t line = first; line < last; line++) {
        if (!w_.isCovered()) clearBand(line, t.dx);
        spreadLine(line, 0, w_.channels, engine.scratch[static_cast<size_t>(worker)], t);
      }
    });
  }

  // Sets the pixels to 0 that only the windows of this line have, and those between them and the next.
  void clearBand(int64_t line, float* dx) const {
    const int64_t y = line % w_.height.out, z = line / w_.height.out % w_.depth.out;
    const int64_t pixels = w_.width.in * w_.channels, first = w_.height.bandBegin(y), last = w_.height.bandEnd(y);
    float* const image = dx + line / w_.linesOfImage() * w_.imageSize();
    for (int64_t plane = w_.depth.bandBegin(z); plane < w_.depth.bandEnd(z); plane++) {
      memset(image + (plane * w_.height.in + first) * pixels, 0,
             static_cast<size_t>((last - first) * pixels) * sizeof(float));
    }
  }

  void spreadImages(Engine& engine, const Tensors& t) const {
    const int64_t worth = w_.lines() * tapsOfLine() / tapsWorthSharing;
    const int64_t parts = worth < 2 ? 1 : std::min<int64_t>(worth, 2 * engine.pool.threads());
    const int64_t channelsAtOnce =
        ceilDivide(ceilDivide(w_.channels, ceilDivide(parts, w_.batch)), channelsOfLine) * channelsOfLine;
    const int64_t groups = ceilDivide(w_.channels, channelsAtOnce);
    const int64_t imagesAtOnce = ceilDivide(w_.batch, parts);
    shareEvenly(engine.pool, w_.batch * groups, imagesAtOnce, [&](int64_t first, int64_t last, int worker) {
      for (int64_t part = first; part < last; part++) {
        const int64_t image = part / groups, channel = part % groups * channelsAtOnce;
        const int64_t channels = std::min(channelsAtOnce, w_.channels - channel);
        clearImage(t.dx + image * w_.imageSize() + channel, channels);
        for (int64_t line = image * w_.linesOfImage(); line < (image + 1) * w_.linesOfImage(); line++) {
          spreadLine(line, channel, channels, engine.scratch[static_cast<size_t>(worker)], t);
        }
      }
    });
  }

  void clearImage(float* dx, int64_t channels) const {
    if (channels == w_.channels) {
      memset(dx, 0, static_cast<size_t>(w_.imageSize()) * sizeof(float));
      return;
    }
    for (int64_t at = 0; at < w_.imageSize(); at += w_.channels) {
      memset(dx + at, 0, static_cast<size_t>(channels) * sizeof(float));
    }
  }

  void spreadLine(int64_t line, int64_t channel, int64_t channels, Scratch& scratch, const Tensors& t) const {
    const int64_t image = line / w_.linesOfImage() * w_.imageSize() + channel;
    int64_t* const taps = scratch.taps.data();
    eachRow(
        line, channels, taps, [&](const WindowRun& run) { return w_.findTaps(line, run, taps); },
        [&](const PoolingRow& row, int64_t out) {
          t.spread(row, t.x == nullptr ? nullptr : t.x + image, t.dy + out + channel, t.dx + image);
        });
  }
};

}  // namespace

std::unique_ptr<Operation> readPooling(WordReader& reader) { return std::make_unique<Pooling>(reader); }

std::unique_ptr<Operation> readPoolingGradient(WordReader& reader) { return std::make_unique<PoolingGradient>(reader); }

}  // namespace isograd
