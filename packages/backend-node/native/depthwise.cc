// Threads share rows of positions; for the gradient, places of the filter and blocks of channels.
#include "depthwise.h"

namespace isograd {

void weighWindows(Engine& engine, const Windows& w, const float* filter, const Finish* finish) {
  const int64_t taps = static_cast<int64_t>(w.taps->size()), channels = w.channels;
  const int64_t lines = w.batch * w.grid.depth * w.grid.height;
  if (lines == 0 || w.grid.width == 0) return;
  const int64_t lineProducts = w.grid.width * channels * std::max<int64_t>(1, taps);
  // As bound by memory as by arithmetic: few products are worth sharing.
  const int64_t linesAtOnce = std::max<int64_t>(1, productsWorthSharing / 4 / lineProducts);
  const Crew crew(engine);
  crew.prepare([&](Scratch& scratch) { scratch.rows.reserve(2 * taps); });
  crew.run(ceilDivide(lines, linesAtOnce), [&](int64_t chunk, Scratch& scratch) {
    const float** const sources = scratch.rows.data();
    const float** const weights = sources + taps;
    const int64_t last = std::min(lines, (chunk + 1) * linesAtOnce);
    for (int64_t line = chunk * linesAtOnce; line < last; line++) {
      const int64_t y = line % w.grid.height, z = line / w.grid.height % w.grid.depth;
      const int64_t image = line / w.grid.height / w.grid.depth;
      float* out = w.isDense() ? w.results + line * w.grid.width * w.cStride : w.target(line);
      for (int64_t x = 0; x < w.grid.width; x++, out += w.cStride) {
        int64_t count = 0;
        for (const Tap& tap : *w.taps) {
          const float* pixels = w.pixels(tap, image, z, y);
          const int64_t pixel = x * w.step.width + tap.x;
          if (pixels == nullptr || pixel < 0 || pixel >= w.from.width) continue;
          sources[count] = pixels + pixel * w.pixelStride;
          weights[count] = filter + tap.filter;
          count++;
        }
        crew.kernels().weighRows(sources, weights, count, channels, out, finish);
      }
    }
  });
}

void depthwiseFilterGradient(Engine& engine, const Windows& w, const float* dy, float* gradient) {
  constexpr int64_t channelsAtOnce = 64;
  const int64_t taps = static_cast<int64_t>(w.taps->size()), channels = w.channels;
  const int64_t groups = ceilDivide(channels, channelsAtOnce);
  const auto compute = [&](int64_t chunk) {
    const Tap& tap = (*w.taps)[static_cast<size_t>(chunk / groups)];
    const int64_t channel = chunk % groups * channelsAtOnce;
    const int64_t count = std::min(channelsAtOnce, channels - channel);
    float* sums = gradient + tap.filter + channel;
    for (int64_t line = 0; line < w.batch * w.grid.depth * w.grid.height; line++) {
      const int64_t plane = line / w.grid.height;
      const float* pixels = w.pixels(tap, plane / w.grid.depth, plane % w.grid.depth, line % w.grid.height);
      if (pixels == nullptr) continue;
      const Range range = w.inside(tap);
      if (range.first >= range.last) continue;
      const float* x = pixels + (range.first * w.step.width + tap.x) * w.pixelStride + channel;
      const float* y = dy + (line * w.grid.width + range.first) * channels + channel;
      engine.kernels->addProducts(x, w.step.width * w.pixelStride, y, channels, range.last - range.first, count, sums);
    }
  };
  if (w.positions() * channels * taps < productsWorthSharing) {
    for (int64_t chunk = 0; chunk < taps * groups; chunk++) compute(chunk);
  } else {
    engine.pool.run(taps * groups, [&](int64_t chunk, int) { compute(chunk); });
  }
}

}  // namespace isograd
