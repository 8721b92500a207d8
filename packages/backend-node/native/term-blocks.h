// How the terms of a product are cut: a block of a panel of the right-hand matrix then stays in the first-level cache.
#pragma once

#include <algorithm>
#include <cstdint>

namespace isograd {

constexpr int64_t ceilDivide(int64_t value, int64_t by) { return (value + by - 1) / by; }

// Terms of a block, at most.
constexpr int64_t termsPerBlock = 320;

// Some terms of each of some taps. A matrix product has one tap; a convolution one for each place in its window.
struct TermBlock {
  int64_t firstTap, taps, firstTerm, terms;
  int64_t total() const { return taps * terms; }
};

// Taps with the same number of terms each.
class TermBlocks {
 public:
  TermBlocks(int64_t taps, int64_t terms) : taps_(terms == 0 ? 0 : taps), terms_(terms) {
    if (terms > termsPerBlock) {
      // Even blocks: one of few terms would take the results through memory for little.
      termsAtOnce_ = ceilDivide(terms, ceilDivide(terms, termsPerBlock));
      partsPerTap_ = ceilDivide(terms, termsAtOnce_);
    } else if (terms > 0) {
      const int64_t most = std::max<int64_t>(1, termsPerBlock / terms);
      tapsAtOnce_ = taps_ == 0 ? 1 : ceilDivide(taps_, ceilDivide(taps_, most));
      termsAtOnce_ = terms;
    }
  }

  // At least one: results without terms are written too.
  int64_t count() const { return taps_ == 0 ? 1 : ceilDivide(taps_, tapsAtOnce_) * partsPerTap_; }
  int64_t largest() const { return tapsAtOnce_ * termsAtOnce_; }
  int64_t mostTaps() const { return tapsAtOnce_; }
  TermBlock operator[](int64_t index) const {
    if (taps_ == 0) return {0, 0, 0, 0};
    const int64_t firstTap = index / partsPerTap_ * tapsAtOnce_, firstTerm = index % partsPerTap_ * termsAtOnce_;
    return {firstTap, std::min(tapsAtOnce_, taps_ - firstTap), firstTerm, std::min(termsAtOnce_, terms_ - firstTerm)};
  }

 private:
  const int64_t taps_, terms_;
  int64_t tapsAtOnce_ = 1, termsAtOnce_ = 0, partsPerTap_ = 1;
};

}  // namespace isograd
