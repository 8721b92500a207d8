// What one environment of JavaScript computes with: kernels of an instruction set, threads, and their scratch memory.
#pragma once

#include <vector>

#include "instruction-set.h"
#include "kernels/kernel-table.h"
#include "scratch.h"
#include "thread-pool.h"

namespace isograd {

struct Engine {
  const KernelTable* kernels = &kernelsOf(bestInstructionSet());
  ThreadPool pool;
  // One for each thread of the pool, at least.
  std::vector<Scratch> scratch{1};
  // Sums of the parts of a divided sum.
  Buffer<float> partialSums;

  void setThreads(int threads) {
    // Before the threads that use it: there may be no memory for it.
    if (static_cast<size_t>(threads) > scratch.size()) scratch.resize(static_cast<size_t>(threads));
    pool.setThreads(threads);
  }
};

// The threads that work on one thing: all, or the one that took it as its chunk.
class Crew {
 public:
  explicit Crew(Engine& engine) : engine_(engine), member_(-1) {}
  Crew(Engine& engine, int member) : engine_(engine), member_(member) {}

  const KernelTable& kernels() const { return *engine_.kernels; }
  int threads() const { return member_ < 0 ? engine_.pool.threads() : 1; }
  Scratch& scratchOf(int worker) const { return engine_.scratch[static_cast<size_t>(worker)]; }
  // That of the member who leads.
  Scratch& scratch() const { return scratchOf(member_ < 0 ? 0 : member_); }

  // Calls work(chunk, scratch of who does it).
  template <class Work>
  void run(int64_t chunks, const Work& work) const {
    if (member_ >= 0) {
      for (int64_t chunk = 0; chunk < chunks; chunk++) work(chunk, scratch());
    } else {
      engine_.pool.run(chunks, [&](int64_t chunk, int worker) { work(chunk, scratchOf(worker)); });
    }
  }

  // Calls reserve(scratch) for all who may work: who computes must not run out of memory.
  template <class Reserve>
  void prepare(const Reserve& reserve) const {
    if (member_ >= 0) return reserve(scratch());
    for (Scratch& scratch : engine_.scratch) reserve(scratch);
  }

 private:
  Engine& engine_;
  const int member_;
};

}  // namespace isograd
