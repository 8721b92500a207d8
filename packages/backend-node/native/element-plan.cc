// Reads the words of an elementwise instruction, and decides what is kept where.
#include "element-plan.h"

#include <algorithm>
#include <optional>

namespace isograd {

namespace {

constexpr int64_t mostInputs = 1 << 8, mostCalls = 1 << 10, mostOutputs = 1 << 8;

constexpr int none = -1;

int64_t bytesOf(ElementType type) { return type == ElementType::boolean ? 1 : 4; }

struct Input {
  ElementType type;
  ElementStrides strides;
  size_t tensor;
};

// Of a call: a number, or the value with an index, of which inputs come first, then the calls.
struct Argument {
  bool isNumber;
  uint32_t bits;
  size_t value;
};

struct Call {
  ElementCode code;
  Argument arguments[mostElementOperands];
  // Whether a later call computes it too; and which one this call computes beside itself.
  bool isWithNext = false;
  int64_t first = none;

  bool isPair() const { return first != none; }
};

// Two calls in one pass, second(first(a, b), c).
struct Pair {
  FirstOfPair first;
  SecondOfPair second;
  // The second may have one operand.
  int operands;
  Argument arguments[mostElementOperands];
  int ones;
};

std::optional<FirstOfPair> firstOfPair(ElementCode code) {
  switch (code) {
    case ElementCode::add:
      return FirstOfPair::add;
    case ElementCode::sub:
      return FirstOfPair::sub;
    case ElementCode::mul:
    case ElementCode::square:
      return FirstOfPair::mul;
    case ElementCode::step:
      return FirstOfPair::step;
    default:
      return std::nullopt;
  }
}

// Of a call whose operand, the first or the second, is what the first call computes.
std::optional<SecondOfPair> secondOfPair(ElementCode code, int operand) {
  switch (code) {
    case ElementCode::add:
      return SecondOfPair::add;
    case ElementCode::sub:
      return operand == 0 ? SecondOfPair::sub : SecondOfPair::subFrom;
    case ElementCode::mul:
      return SecondOfPair::mul;
    case ElementCode::div:
      return operand == 0 ? SecondOfPair::div : SecondOfPair::divInto;
    case ElementCode::sqrt:
      return SecondOfPair::sqrt;
    case ElementCode::atLeast:
      if (operand == 0) return SecondOfPair::atLeast;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

struct Output {
  size_t value;
  size_t tensor;
  // Whether its value is computed where it is stored.
  bool isInPlace = false;
};

// What is known of an input or of the result of a call.
struct Value {
  ElementType type;
  Change change = Change::always;
  int seat = 0;
  // Its register, where it has one that is given back.
  int given = -1;
  // The last call that needs it, and how many operands it is.
  int64_t lastUse = -1;
  int64_t uses = 0;
};

bool isOne(Change change) { return change == Change::never || change == Change::byBlock; }

// All instruction sets have the same kernels.
const KernelTable& anyKernels() { return kernelsOf(bestInstructionSet()); }

class Planner {
 public:
  Planner(ElementPlan& plan, WordReader& reader, std::vector<Operand>& operands)
      : plan_(plan), reader_(reader), operands_(operands) {}

  void make() {
    readInputs();
    readCalls();
    readOutputs();
    divide();
    findChanges();
    for (size_t call = 0; call < calls_.size(); call++) findPair(call);
    for (size_t input = 0; input < inputs_.size(); input++) placeInput(input);
    for (size_t call = 0; call < calls_.size(); call++) placeCall(call);
    findHazards();
  }

 private:
  ElementType readType() { return static_cast<ElementType>(reader_.number(0, 2)); }

  void readInputs() {
    for (int64_t count = reader_.number(0, mostInputs); count > 0; count--) {
      const ElementType type = readType();
      const int64_t place = reader_.place();
      const ElementStrides strides = plan_.loop.readStrides(reader_);
      Operand operand = reader_.elements(bytesOf(type), false, plan_.loop.extent(strides, place));
      operand.mayBeResult = plan_.loop.denseRun(strides) == plan_.loop.total();
      inputs_.push_back({type, strides, operands_.size()});
      operands_.push_back(operand);
      values_.push_back({type});
    }
  }

  void readCalls() {
    const int64_t count = reader_.number(0, mostCalls);
    for (int64_t index = 0; index < count; index++) {
      Call call{static_cast<ElementCode>(reader_.number(0, elementCodesOfLists - 1)), {}};
      const ElementSignature signature = signatureOf(call.code);
      for (int operand = 0; operand < signature.operands; operand++) {
        call.arguments[operand] = readArgument(signature.from[operand], index);
      }
      calls_.push_back(call);
      values_.push_back({signature.to});
      plan_.cost += signature.cost;
    }
  }

  // A kind, 0 for numbers, 1 for inputs and 2 for calls, and bits or an index.
  Argument readArgument(ElementType type, int64_t call) {
    const int64_t kind = reader_.number(0, 2), place = reader_.place();
    if (kind == 0) {
      const uint32_t bits = static_cast<uint32_t>(reader_.word());
      return {true, type == ElementType::boolean && bits != 0 ? ~0u : bits, 0};
    }
    const int64_t earlier = static_cast<int64_t>(kind == 1 ? inputs_.size() : static_cast<size_t>(call));
    const size_t index = static_cast<size_t>(reader_.number(0, earlier - 1));
    const size_t value = kind == 1 ? index : inputs_.size() + index;
    if (values_[value].type != type) {
      throw Problem{ProblemCode::argument, place, static_cast<double>(index)};
    }
    values_[value].lastUse = call;
    values_[value].uses++;
    return {false, 0, value};
  }

  void readOutputs() {
    for (int64_t count = reader_.number(0, mostOutputs); count > 0; count--) {
      const size_t call = static_cast<size_t>(reader_.number(0, static_cast<int64_t>(calls_.size()) - 1));
      const size_t value = inputs_.size() + call;
      values_[value].uses++;
      outputs_.push_back({value, operands_.size()});
      operands_.push_back(reader_.elements(bytesOf(values_[value].type), true, plan_.loop.total()));
    }
  }

  void divide() {
    std::vector<ElementStrides> strides;
    for (const Input& input : inputs_) strides.push_back(input.strides);
    plan_.loop.divide(strides);
  }

  int newSeat() {
    isRegister_.push_back(false);
    return plan_.seats++;
  }

  // A register of its own, for a block or for one number.
  ElementRegister newRegister(bool isOne) {
    const ElementRegister made{newSeat(), plan_.scratchElements};
    const int64_t elements = isOne ? 1 : plan_.loop.mostInBlock();
    plan_.scratchElements += (ceilDivide(elements, mostLanes) + 1) * mostLanes;
    plan_.registers.push_back(made);
    isRegister_[static_cast<size_t>(made.seat)] = true;
    return made;
  }

  int takeRegister() {
    if (free_.empty()) return newRegister(false).seat;
    const int seat = free_.back();
    free_.pop_back();
    return seat;
  }

  void keep(Value& value) { value.given = value.seat = takeRegister(); }

  void giveBack(int seat) { free_.push_back(seat); }

  Change changeOf(const ElementStrides& strides) const {
    const ElementLoop& loop = plan_.loop;
    if (loop.total() == 0 || loop.denseRun(strides) == loop.total()) return Change::always;
    const int64_t period = loop.period(strides);
    if (period == 1) return Change::never;
    if (loop.hasLongRows()) return loop.innerStride(strides) == 0 ? Change::byBlock : Change::always;
    return loop.mostInBlock() % period == 0 ? Change::byPeriod : Change::always;
  }

  Change changeOf(const Argument& argument) const {
    return argument.isNumber ? Change::never : values_[argument.value].change;
  }

  void findChanges() {
    for (size_t index = 0; index < inputs_.size(); index++) values_[index].change = changeOf(inputs_[index].strides);
    for (size_t index = 0; index < calls_.size(); index++) {
      const Call& call = calls_[index];
      Change change = Change::never;
      for (int operand = 0; operand < signatureOf(call.code).operands; operand++) {
        change = std::max(change, changeOf(call.arguments[operand]));
      }
      values_[inputs_.size() + index].change = change;
    }
  }

  // What only the next call needs is computed with it, where there is a kernel for both.
  void findPair(size_t index) {
    Call& call = calls_[index];
    if (values_[inputs_.size() + index].change != Change::always) return;
    for (int operand = 0; operand < signatureOf(call.code).operands && !call.isPair(); operand++) {
      const Argument& argument = call.arguments[operand];
      if (argument.isNumber || argument.value < inputs_.size()) continue;
      const Value& value = values_[argument.value];
      Call& first = calls_[argument.value - inputs_.size()];
      if (value.uses != 1 || value.change != Change::always || first.isPair()) continue;
      if (!firstOfPair(first.code) || !secondOfPair(call.code, operand)) continue;
      call.first = static_cast<int64_t>(argument.value - inputs_.size());
      const Pair pair = pairOf(call);
      if (anyKernels().pairs[indexOf(pair.first)][indexOf(pair.second)][pair.ones] == nullptr) {
        call.first = none;
        continue;
      }
      first.isWithNext = true;
      for (int each = 0; each < pair.operands; each++) {
        if (pair.arguments[each].isNumber) continue;
        Value& needed = values_[pair.arguments[each].value];
        needed.lastUse = std::max(needed.lastUse, static_cast<int64_t>(index));
      }
    }
  }

  Pair pairOf(const Call& call) const {
    const Call& first = calls_[static_cast<size_t>(call.first)];
    const size_t result = inputs_.size() + static_cast<size_t>(call.first);
    const int operand = !call.arguments[0].isNumber && call.arguments[0].value == result ? 0 : 1;
    const bool isOfTwo = signatureOf(call.code).operands == 2;
    Pair pair{*firstOfPair(first.code), *secondOfPair(call.code, operand), isOfTwo ? 3 : 2, {}, 0};
    pair.arguments[0] = first.arguments[0];
    pair.arguments[1] = first.arguments[first.code == ElementCode::square ? 0 : 1];
    pair.arguments[2] = call.arguments[1 - operand];
    const bool isSymmetric = pair.first == FirstOfPair::add || pair.first == FirstOfPair::mul;
    if (isSymmetric && isOne(changeOf(pair.arguments[0]))) std::swap(pair.arguments[0], pair.arguments[1]);
    for (int each = 0; each < pair.operands; each++) {
      if (isOne(changeOf(pair.arguments[each]))) pair.ones |= 1 << each;
    }
    return pair;
  }

  void placeInput(size_t index) {
    const Input& input = inputs_[index];
    const ElementLoop& loop = plan_.loop;
    Value& value = values_[index];
    const int64_t bytes = bytesOf(input.type);
    const int seat = newSeat();
    value.seat = seat;
    const int64_t run = loop.denseRun(input.strides);
    const bool isDense = run == loop.total();
    const bool isRow = loop.hasLongRows() && (value.change == Change::byBlock || loop.innerStride(input.strides) == 1);
    if (value.change == Change::never) {
      plan_.still.push_back({seat, input.tensor});
    } else if (isDense || isRow) {
      plan_.moving.push_back({seat, input.tensor, bytes, isDense, input.strides});
    } else {
      const SpreadTensor spread{seat, input.tensor, bytes, input.strides, run, newRegister(false)};
      (value.change == Change::byPeriod ? plan_.spreadBefore : plan_.spread).push_back(spread);
      return;
    }
    if (input.type != ElementType::boolean) return;
    if (value.change == Change::always) {
      keep(value);
    } else {
      value.seat = newRegister(true).seat;
    }
    const StepLength length = isOne(value.change) ? StepLength::one : StepLength::block;
    const ElementStep step{ElementCode::bytesToBool, 0, {seat, seat, seat}, value.seat, length};
    (value.change == Change::never ? plan_.before : plan_.steps).push_back(step);
  }

  int seatOf(const Argument& argument) {
    if (!argument.isNumber) return values_[argument.value].seat;
    for (const ElementNumber& number : plan_.numbers) {
      if (number.bits == argument.bits) return number.seat;
    }
    plan_.numbers.push_back({newSeat(), argument.bits});
    return plan_.numbers.back().seat;
  }

  void placeCall(size_t index) {
    const Call& call = calls_[index];
    if (call.isWithNext) return;
    Value& value = values_[inputs_.size() + index];
    const bool isBefore = value.change == Change::never || value.change == Change::byPeriod;
    std::vector<ElementStep>& steps = isBefore ? plan_.before : plan_.steps;
    ElementStep step = call.isPair() ? stepOf(pairOf(call)) : stepOf(call, value.change, steps);
    if (call.isPair()) giveBackOperands(calls_[static_cast<size_t>(call.first)], static_cast<int64_t>(index));
    giveBackOperands(call, static_cast<int64_t>(index));
    step.to = value.seat = placeResult(value, index);
    for (int& seat : step.from) seat = seat == none ? step.to : seat;
    if (step.length == StepLength::block && isOfRegisters(step)) step.length = StepLength::vectors;
    steps.push_back(step);
    store(value, inputs_.size() + index);
    if (value.lastUse < 0 && value.given >= 0) giveBack(value.given);
  }

  ElementStep stepOf(const Pair& pair) {
    ElementStep step{ElementCode::add, pair.ones, {none, none, none}, 0, StepLength::block, true, pair.first, pair.second};
    for (int operand = 0; operand < pair.operands; operand++) step.from[operand] = seatOf(pair.arguments[operand]);
    return step;
  }

  ElementStep stepOf(const Call& call, Change change, std::vector<ElementStep>& steps) {
    ElementStep step{call.code, 0, {none, none, none}, 0, isOne(change) ? StepLength::one : StepLength::block};
    const int operands = signatureOf(call.code).operands;
    for (int operand = 0; operand < operands; operand++) {
      step.from[operand] = seatOf(call.arguments[operand]);
      if (!isOne(change) && isOne(changeOf(call.arguments[operand]))) step.ones |= 1 << operand;
    }
    fillMissingForms(step, operands, steps);
    return step;
  }

  // Kernels take one number for some operands only: for others it fills a register.
  void fillMissingForms(ElementStep& step, int operands, std::vector<ElementStep>& steps) {
    const auto& forms = anyKernels().elements[indexOf(step.code)];
    std::vector<int> filled;
    for (int operand = 0; operand < operands && forms[step.ones] == nullptr; operand++) {
      if ((step.ones & 1 << operand) == 0) continue;
      const int seat = takeRegister();
      steps.push_back(copyOf(step.from[operand], 1, seat));
      step.from[operand] = seat;
      step.ones &= ~(1 << operand);
      filled.push_back(seat);
    }
    for (int seat : filled) giveBack(seat);
  }

  bool isOfRegisters(const ElementStep& step) const {
    bool isOfRegisters = isRegister_[static_cast<size_t>(step.to)];
    for (int operand = 0; operand < mostElementOperands; operand++) {
      const bool isNumber = (step.ones & 1 << operand) != 0;
      isOfRegisters = isOfRegisters && (isNumber || isRegister_[static_cast<size_t>(step.from[operand])]);
    }
    return isOfRegisters;
  }

  // A copy of a block, or of the number that stands for it.
  static ElementStep copyOf(int from, int ones, int to, ElementCode code = ElementCode::copyInt) {
    return {code, ones, {from, from, from}, to, StepLength::block};
  }

  void giveBackOperands(const Call& call, int64_t index) {
    for (int operand = 0; operand < signatureOf(call.code).operands; operand++) {
      if (call.arguments[operand].isNumber) continue;
      Value& value = values_[call.arguments[operand].value];
      if (value.lastUse != index || value.given < 0) continue;
      giveBack(value.given);
      value.given = -1;
    }
  }

  // What each element stands for itself in may be computed where it is stored.
  int placeResult(Value& value, size_t call) {
    if (value.change != Change::always) return newRegister(isOne(value.change)).seat;
    if (value.type != ElementType::boolean) {
      for (Output& output : outputs_) {
        if (output.value != inputs_.size() + call) continue;
        output.isInPlace = true;
        return moveOutput(output, value.type);
      }
    }
    keep(value);
    return value.seat;
  }

  int moveOutput(const Output& output, ElementType type) {
    const int seat = newSeat();
    plan_.moving.push_back({seat, output.tensor, bytesOf(type), true, {}});
    return seat;
  }

  // Stores a value wherever it was not computed in place.
  void store(const Value& value, size_t index) {
    for (Output& output : outputs_) {
      if (output.value != index || output.isInPlace) continue;
      const int target = moveOutput(output, value.type);
      int seat = value.seat;
      int ones = isOne(value.change) ? 1 : 0;
      if (value.type == ElementType::boolean && ones == 1) {
        const int filled = takeRegister();
        plan_.steps.push_back(copyOf(seat, 1, filled));
        giveBack(filled);
        seat = filled;
        ones = 0;
      }
      const ElementCode code = value.type == ElementType::boolean ? ElementCode::boolToBytes : ElementCode::copyInt;
      plan_.steps.push_back(copyOf(seat, ones, target, code));
    }
  }

  // Bools are expanded before anything is stored.
  void findHazards() {
    for (size_t index = 0; index < inputs_.size(); index++) {
      const Input& input = inputs_[index];
      if (!operands_[input.tensor].mayBeResult || input.type == ElementType::boolean) continue;
      ElementHazard hazard{input.tensor, 0, values_[index].seat, {}};
      for (const Output& output : outputs_) {
        const int64_t written = static_cast<int64_t>(output.value - inputs_.size());
        if (values_[output.value].type == ElementType::boolean || written >= values_[index].lastUse) continue;
        if (plan_.hazards.empty() || plan_.hazards.back().input != input.tensor) hazard.aside = newRegister(false);
        hazard.output = output.tensor;
        plan_.hazards.push_back(hazard);
      }
    }
  }

  ElementPlan& plan_;
  WordReader& reader_;
  std::vector<Operand>& operands_;
  std::vector<Input> inputs_;
  std::vector<Call> calls_;
  std::vector<Output> outputs_;
  // Of inputs, then of calls.
  std::vector<Value> values_;
  // By seat.
  std::vector<bool> isRegister_;
  // Seats of registers that hold nothing.
  std::vector<int> free_;
};

}  // namespace

ElementPlan::ElementPlan(WordReader& reader, std::vector<Operand>& operands) : loop(reader) {
  Planner(*this, reader, operands).make();
}

}  // namespace isograd
