// The rest of a row that is no whole vector: what lies behind it is neither read nor written.
#pragma once

#include "lanes.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace isograd {
namespace {

#if defined(__AVX512F__)

inline __mmask16 firstLanes(int64_t count) { return static_cast<__mmask16>((1u << count) - 1); }

inline Vector<16> loadPart(std::integral_constant<int, 16>, const float* from, int64_t count) {
  return as<Vector<16>>(_mm512_maskz_loadu_ps(firstLanes(count), from));
}

inline void storePart(float* to, Vector<16> value, int64_t count) {
  _mm512_mask_storeu_ps(to, firstLanes(count), as<__m512>(value));
}

#elif defined(__AVX2__)

inline __m256i firstLanes(int64_t count) {
  constexpr IntegersOf<8>::Signed lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return as<__m256i>(lane < static_cast<int32_t>(count));
}

inline Vector<8> loadPart(std::integral_constant<int, 8>, const float* from, int64_t count) {
  return as<Vector<8>>(_mm256_maskload_ps(from, firstLanes(count)));
}

inline void storePart(float* to, Vector<8> value, int64_t count) {
  _mm256_maskstore_ps(to, firstLanes(count), as<__m256>(value));
}

#else

inline Vector<4> loadPart(std::integral_constant<int, 4>, const float* from, int64_t count) {
  return Vector<4>{from[0], count > 1 ? from[1] : 0, count > 2 ? from[2] : 0, 0};
}

inline void storePart(float* to, Vector<4> value, int64_t count) {
  to[0] = value[0];
  if (count > 1) to[1] = value[1];
  if (count > 2) to[2] = value[2];
}

#endif

// The first `count` lanes, 1 at least and fewer than all; the others are 0.
template <int width>
inline Vector<width> loadPart(const float* from, int64_t count) {
  return loadPart(std::integral_constant<int, width>{}, from, count);
}

}  // namespace
}  // namespace isograd
