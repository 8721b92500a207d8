// Threads share the tiles of all pieces.
#include "copy.h"

#include "block-copy.h"
#include "sharing.h"

namespace isograd {

namespace {

// A tensor of which only these elements are touched: it begins with the lowest.
Operand readPart(WordReader& reader, int64_t elementBytes, bool isOutput, const Extent& extent) {
  Operand operand = reader.elements(elementBytes, isOutput, extent.count());
  const int64_t begin = operand.offset + extent.lowest * elementBytes;
  if (begin > std::numeric_limits<uint32_t>::max()) throw Problem{ProblemCode::overflow, operand.place};
  operand.offset = static_cast<uint32_t>(begin);
  return operand;
}

class Copy final : public Operation {
 public:
  explicit Copy(WordReader& reader) : elementBytes_(reader.elementBytes()), isParted_(reader.flag()) {
    const int64_t count = reader.size();
    for (int64_t index = 0; index < count; index++) {
      const BlockCopy block = BlockCopy::read(reader, elementBytes_);
      operands_.push_back(readPart(reader, elementBytes_, isParted_, isParted_ ? block.target() : block.source()));
      if (!block.isEmpty()) add(block, static_cast<size_t>(index));
    }
    shared_ = operands_.size();
    operands_.push_back(readPart(reader, elementBytes_, !isParted_, extent_));
  }

  void run(Engine& engine, float* const* tensors) override {
    // Each byte is read and written.
    shareEvenly(engine.pool, bytes_, bytesWorthSharing / 2, [&](int64_t first, int64_t last, int) {
      for (const Piece& piece : pieces_) {
        const int64_t firstTile = piece.tilesBefore(first), lastTile = piece.tilesBefore(last);
        if (firstTile < lastTile) copy(*engine.kernels, tensors, piece, firstTile, lastTile);
      }
    });
  }

 private:
  struct Piece {
    BlockCopy block;
    size_t operand;
    // From the lowest element of the tensor that is shared.
    int64_t offset;
    // Of the pieces before it.
    int64_t bytesBefore;

    // Its tiles that begin below a number of bytes.
    int64_t tilesBefore(int64_t bytes) const {
      if (bytes <= bytesBefore) return 0;
      return std::min(block.tiles(), (bytes - bytesBefore - 1) / block.tileBytes() + 1);
    }
  };

  void add(const BlockCopy& block, size_t operand) {
    const Extent extent = isParted_ ? block.source() : block.target();
    if (pieces_.empty()) extent_ = extent;
    extent_ = {std::min(extent_.lowest, extent.lowest), std::max(extent_.highest, extent.highest)};
    pieces_.push_back({block, operand, extent.lowest, bytes_});
    bytes_ += block.tiles() * block.tileBytes();
  }

  void copy(const KernelTable& kernels, float* const* tensors, const Piece& piece, int64_t first, int64_t last) const {
    uint8_t* const own = reinterpret_cast<uint8_t*>(tensors[piece.operand]);
    uint8_t* const shared =
        reinterpret_cast<uint8_t*>(tensors[shared_]) + (piece.offset - extent_.lowest) * elementBytes_;
    piece.block.copy(kernels, isParted_ ? shared : own, isParted_ ? own : shared, first, last);
  }

  const int64_t elementBytes_;
  const bool isParted_;
  std::vector<Piece> pieces_;
  size_t shared_ = 0;
  // What of the tensor that is shared is touched.
  Extent extent_{0, -1};
  int64_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<Operation> readCopy(WordReader& reader) { return std::make_unique<Copy>(reader); }

}  // namespace isograd
