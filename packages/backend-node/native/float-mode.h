// Numbers too small to be normal count as zero while kernels run, since each would take a hundred cycles. JavaScript
// knows them, so that the mode of the calling thread is put back.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace isograd {

class FlushedDenormals {
 public:
  FlushedDenormals() : before_(read()) { write(before_ | flush); }
  ~FlushedDenormals() { write(before_); }
  FlushedDenormals(const FlushedDenormals&) = delete;
  FlushedDenormals& operator=(const FlushedDenormals&) = delete;

 private:
#if defined(__x86_64__)
  using Mode = unsigned;
  static constexpr Mode flush = 0x8040;  // FTZ and DAZ
  static Mode read() { return _mm_getcsr(); }
  static void write(Mode mode) { _mm_setcsr(mode); }
#else
  using Mode = uint64_t;
  static constexpr Mode flush = uint64_t{1} << 24;  // FZ
  static Mode read() {
    Mode mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    return mode;
  }
  static void write(Mode mode) { __asm__ volatile("msr fpcr, %0" ::"r"(mode)); }
#endif
  const Mode before_;
};

}  // namespace isograd
