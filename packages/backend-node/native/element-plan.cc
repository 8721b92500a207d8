// Decides what is kept where, and in which steps a block is computed.
#include "element-plan.h"

#include <algorithm>

#include "element-pairs.h"

namespace isograd {

namespace {

constexpr int none = -1;

// What is known of an input or of the result of a call.
struct Value {
  int seat = 0;
  // Its register, where it has one that is given back.
  int given = none;
  // The last call that needs it.
  int64_t lastUse = none;
};

class Planner {
 public:
  Planner(ElementPlan& plan, const ElementList& list) : plan_(plan), list_(list), values_(list.values()) {}

  void make() {
    findChanges();
    findUses();
    for (size_t input = 0; input < list_.inputs.size(); input++) placeInput(input);
    for (size_t call = 0; call < list_.calls.size(); call++) placeCall(call);
    findHazards();
  }

 private:
  void findChanges() {
    for (const ElementInput& input : list_.inputs) changes_.push_back(plan_.loop.changeOf(input.strides));
    for (const ElementCall& call : list_.calls) {
      Change change = Change::never;
      for (int operand = 0; operand < call.operands(); operand++) {
        change = std::max(change, changeOf(call.arguments[operand]));
      }
      changes_.push_back(change);
      plan_.cost += signatureOf(call.code).cost;
    }
  }

  Change changeOf(const ElementArgument& argument) const {
    return argument.isNumber ? Change::never : changes_[argument.value];
  }

  void findUses() {
    pairs_ = findPairs(list_, changes_);
    isWithNext_.resize(list_.calls.size());
    const auto use = [&](const ElementArgument* arguments, int operands, size_t call) {
      for (int operand = 0; operand < operands; operand++) {
        if (!arguments[operand].isNumber) values_[arguments[operand].value].lastUse = static_cast<int64_t>(call);
      }
    };
    for (size_t index = 0; index < list_.calls.size(); index++) {
      const ElementCall& call = list_.calls[index];
      use(call.arguments, call.operands(), index);
      if (!pairs_[index]) continue;
      use(pairs_[index]->arguments, pairs_[index]->operands, index);
      isWithNext_[pairs_[index]->firstCall] = true;
    }
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

  void placeInput(size_t index) {
    const ElementInput& input = list_.inputs[index];
    const ElementLoop& loop = plan_.loop;
    const Change change = changes_[index];
    Value& value = values_[index];
    const int64_t bytes = bytesOf(input.type);
    const int seat = newSeat();
    value.seat = seat;
    const bool isDense = loop.isDense(input.strides);
    const bool isRow = loop.hasLongRows() && (change == Change::byBlock || loop.innerStride(input.strides) == 1);
    if (change == Change::never) {
      plan_.still.push_back({seat, input.tensor});
    } else if (isDense || isRow) {
      plan_.moving.push_back({seat, input.tensor, bytes, isDense, input.strides});
    } else {
      const SpreadTensor spread{seat, input.tensor, bytes, input.strides, loop.denseRun(input.strides), newRegister(false)};
      (change == Change::byPeriod ? plan_.spreadBefore : plan_.spread).push_back(spread);
      return;
    }
    if (input.type != ElementType::boolean) return;
    if (change == Change::always) {
      keep(value);
    } else {
      value.seat = newRegister(true).seat;
    }
    const StepLength length = isOne(change) ? StepLength::one : StepLength::block;
    const ElementStep step{ElementCode::bytesToBool, 0, {seat, seat, seat}, value.seat, length};
    (change == Change::never ? plan_.before : plan_.steps).push_back(step);
  }

  int seatOf(const ElementArgument& argument) {
    if (!argument.isNumber) return values_[argument.value].seat;
    for (const ElementNumber& number : plan_.numbers) {
      if (number.bits == argument.bits) return number.seat;
    }
    plan_.numbers.push_back({newSeat(), argument.bits});
    return plan_.numbers.back().seat;
  }

  void placeCall(size_t index) {
    if (isWithNext_[index]) return;
    const ElementCall& call = list_.calls[index];
    const std::optional<ElementPair>& pair = pairs_[index];
    const size_t result = list_.valueOf(index);
    const Change change = changes_[result];
    const bool isBefore = change == Change::never || change == Change::byPeriod;
    std::vector<ElementStep>& steps = isBefore ? plan_.before : plan_.steps;
    ElementStep step = pair ? stepOf(*pair) : stepOf(call, change, steps);
    if (pair) giveBackOperands(pair->arguments, pair->operands, index);
    giveBackOperands(call.arguments, call.operands(), index);
    placeResult(result);
    step.to = values_[result].seat;
    for (int& seat : step.from) seat = seat == none ? step.to : seat;
    if (step.length == StepLength::block && isOfRegisters(step)) step.length = StepLength::vectors;
    steps.push_back(step);
    store(result);
    if (values_[result].lastUse == none && values_[result].given != none) giveBack(values_[result].given);
  }

  ElementStep stepOf(const ElementPair& pair) {
    ElementStep step{ElementCode::add, pair.ones, {none, none, none}, 0, StepLength::block, true, pair.first, pair.second};
    for (int operand = 0; operand < pair.operands; operand++) step.from[operand] = seatOf(pair.arguments[operand]);
    return step;
  }

  ElementStep stepOf(const ElementCall& call, Change change, std::vector<ElementStep>& steps) {
    ElementStep step{call.code, 0, {none, none, none}, 0, isOne(change) ? StepLength::one : StepLength::block};
    for (int operand = 0; operand < call.operands(); operand++) {
      step.from[operand] = seatOf(call.arguments[operand]);
      if (!isOne(change) && isOne(changeOf(call.arguments[operand]))) step.ones |= 1 << operand;
    }
    fillMissingForms(step, call.operands(), steps);
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

  void giveBackOperands(const ElementArgument* arguments, int operands, size_t call) {
    for (int operand = 0; operand < operands; operand++) {
      if (arguments[operand].isNumber) continue;
      Value& value = values_[arguments[operand].value];
      if (value.lastUse != static_cast<int64_t>(call) || value.given == none) continue;
      giveBack(value.given);
      value.given = none;
    }
  }

  // What each element stands for itself in may be computed where it is stored.
  void placeResult(size_t result) {
    const Change change = changes_[result];
    if (change != Change::always) {
      values_[result].seat = newRegister(isOne(change)).seat;
    } else if (const ElementOutput* output = inPlace(result)) {
      values_[result].seat = moveOutput(*output);
    } else {
      keep(values_[result]);
    }
  }

  // The first output of a value that is computed where it is stored, or null.
  const ElementOutput* inPlace(size_t value) const {
    if (changes_[value] != Change::always || list_.typeOf(value) == ElementType::boolean) return nullptr;
    const auto isOfValue = [&](const ElementOutput& output) { return output.value == value; };
    const auto found = std::find_if(list_.outputs.begin(), list_.outputs.end(), isOfValue);
    return found == list_.outputs.end() ? nullptr : &*found;
  }

  int moveOutput(const ElementOutput& output) {
    const int seat = newSeat();
    plan_.moving.push_back({seat, output.tensor, bytesOf(list_.typeOf(output.value)), true, {}});
    return seat;
  }

  // Stores a value wherever it was not computed in place.
  void store(size_t value) {
    const bool isBool = list_.typeOf(value) == ElementType::boolean;
    for (const ElementOutput& output : list_.outputs) {
      if (output.value != value || &output == inPlace(value)) continue;
      const int target = moveOutput(output);
      int seat = values_[value].seat;
      int ones = isOne(changes_[value]) ? 1 : 0;
      if (isBool && ones == 1) {
        const int filled = takeRegister();
        plan_.steps.push_back(copyOf(seat, 1, filled));
        giveBack(filled);
        seat = filled;
        ones = 0;
      }
      plan_.steps.push_back(copyOf(seat, ones, target, isBool ? ElementCode::boolToBytes : ElementCode::copyInt));
    }
  }

  // Bools are expanded before anything is stored.
  void findHazards() {
    for (size_t index = 0; index < list_.inputs.size(); index++) {
      const ElementInput& input = list_.inputs[index];
      if (!list_.loop.isDense(input.strides) || input.type == ElementType::boolean) continue;
      ElementHazard hazard{input.tensor, 0, values_[index].seat, {}};
      for (const ElementOutput& output : list_.outputs) {
        const int64_t written = static_cast<int64_t>(output.value - list_.inputs.size());
        if (list_.typeOf(output.value) == ElementType::boolean || written >= values_[index].lastUse) continue;
        if (plan_.hazards.empty() || plan_.hazards.back().input != input.tensor) hazard.aside = newRegister(false);
        hazard.output = output.tensor;
        plan_.hazards.push_back(hazard);
      }
    }
  }

  ElementPlan& plan_;
  const ElementList& list_;
  // Of inputs, then of calls.
  std::vector<Value> values_;
  std::vector<Change> changes_;
  // By call: with which one it is computed; and whether it is computed with a later one.
  std::vector<std::optional<ElementPair>> pairs_;
  std::vector<bool> isWithNext_;
  // By seat.
  std::vector<bool> isRegister_;
  // Seats of registers that hold nothing.
  std::vector<int> free_;
};

}  // namespace

ElementPlan::ElementPlan(const ElementList& list) : loop(list.loop) { Planner(*this, list).make(); }

}  // namespace isograd
