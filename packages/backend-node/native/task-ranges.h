// Many small tasks, shared among threads in ranges that are worth it.
#pragma once

#include <algorithm>

#include "term-blocks.h"
#include "thread-pool.h"

namespace isograd {

// Elements that are only read: so many keep a thread busy for ten to twenty microseconds.
constexpr int64_t elementsWorthSharing = 1 << 17;

// Calls work(first, last) for ranges of tasks of so many elements each.
template <class Work>
void runRanges(ThreadPool& pool, int64_t tasks, int64_t elementsOfTask, int64_t elementsOfRange, const Work& work) {
  const int64_t atOnce = ceilDivide(elementsOfRange, std::max<int64_t>(1, elementsOfTask));
  pool.run(ceilDivide(tasks, atOnce), [&](int64_t range, int) {
    work(range * atOnce, std::min(tasks, (range + 1) * atOnce));
  });
}

}  // namespace isograd
