// The boundary to JavaScript: nothing is computed here. Whatever the arguments are, a call answers undefined, a value,
// or an object `{ code, place, value }` that says what is wrong (problem.h).
#include <node_api.h>

#include <map>
#include <new>
#include <string>
#include <system_error>

#include "program.h"

namespace isograd {

namespace {

constexpr int mostThreads = 1024;

// What one environment, the main thread or a worker, has.
struct Environment {
  Engine engine;
  MemoryView memory;
  napi_ref view = nullptr;
  std::map<uint32_t, std::unique_ptr<Program>> programs;
  uint32_t nextHandle = 1;
};

struct Arguments {
  static constexpr size_t most = 2;
  napi_env env;
  napi_value at[most];

  Arguments(napi_env env, napi_callback_info info) : env(env) {
    size_t count = most;
    napi_get_cb_info(env, info, &count, at, nullptr, nullptr);
  }
};

Environment& environmentOf(napi_env env) {
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  return *static_cast<Environment*>(data);
}

napi_value undefined(napi_env env) {
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return value;
}

napi_value number(napi_env env, double number) {
  napi_value value = nullptr;
  napi_create_double(env, number, &value);
  return value;
}

napi_value text(napi_env env, const char* text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

napi_value describe(napi_env env, const Problem& problem) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  napi_set_named_property(env, object, "code", number(env, static_cast<int>(problem.code)));
  napi_set_named_property(env, object, "place", number(env, static_cast<double>(problem.place)));
  napi_set_named_property(env, object, "value", number(env, problem.value));
  return object;
}

napi_value badArgument(napi_env env, const char* message) {
  napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", message);
  return nullptr;
}

// Runs what may throw, and turns what it throws into an answer.
template <class Compute>
napi_value answer(napi_env env, const Compute& compute) {
  try {
    return compute();
  } catch (const Problem& problem) {
    return describe(env, problem);
  } catch (const std::exception&) {
    return describe(env, {ProblemCode::exhausted});
  }
}

// The elements of a typed array; false for anything else.
template <class Element>
bool read(napi_env env, napi_value value, napi_typedarray_type expected, const Element*& elements, int64_t& count) {
  bool isTypedArray = false;
  if (napi_is_typedarray(env, value, &isTypedArray) != napi_ok || !isTypedArray) return false;
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) != napi_ok) return false;
  elements = static_cast<const Element*>(data);
  count = static_cast<int64_t>(length);
  return type == expected;
}

// attach(bytes): the Uint8Array over all of a shared memory. A memory that has grown is attached again.
napi_value attach(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const uint8_t* base = nullptr;
  int64_t bytes = 0;
  if (!read(env, given.at[0], napi_uint8_array, base, bytes)) return badArgument(env, "attach needs a Uint8Array");
  napi_value buffer = nullptr;
  bool isUnshared = true;
  napi_get_typedarray_info(env, given.at[0], nullptr, nullptr, nullptr, &buffer, nullptr);
  napi_is_arraybuffer(env, buffer, &isUnshared);
  // The bytes of another buffer can go away while its view stays.
  if (isUnshared) return badArgument(env, "attach needs shared memory");
  if (reinterpret_cast<uintptr_t>(base) % sizeof(float) != 0) return badArgument(env, "attach needs an even address");
  Environment& environment = environmentOf(env);
  if (environment.view != nullptr) napi_delete_reference(env, environment.view);
  environment.view = nullptr;
  environment.memory = {};
  if (napi_create_reference(env, given.at[0], 1, &environment.view) != napi_ok) return nullptr;
  environment.memory = {const_cast<uint8_t*>(base), bytes};
  return undefined(env);
}

// run(words): reads a list and runs it at once.
napi_value run(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const int32_t* words = nullptr;
  int64_t count = 0;
  if (!read(env, given.at[0], napi_int32_array, words, count)) return badArgument(env, "run needs an Int32Array");
  return answer(env, [&] {
    Environment& environment = environmentOf(env);
    Program(words, count).run(environment.engine, environment.memory, nullptr, 0);
    return undefined(env);
  });
}

// compile(words): reads a list; its handle.
napi_value compile(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const int32_t* words = nullptr;
  int64_t count = 0;
  if (!read(env, given.at[0], napi_int32_array, words, count)) return badArgument(env, "compile needs an Int32Array");
  return answer(env, [&] {
    Environment& environment = environmentOf(env);
    auto program = std::make_unique<Program>(words, count);
    while (environment.nextHandle == 0 || environment.programs.count(environment.nextHandle) > 0) {
      environment.nextHandle++;
    }
    const uint32_t handle = environment.nextHandle++;
    environment.programs[handle] = std::move(program);
    return number(env, handle);
  });
}

Program* programOf(napi_env env, napi_value handle) {
  uint32_t number = 0;
  if (napi_get_value_uint32(env, handle, &number) != napi_ok) return nullptr;
  auto& programs = environmentOf(env).programs;
  const auto found = programs.find(number);
  return found == programs.end() ? nullptr : found->second.get();
}

// execute(handle, addresses): runs a list whose slots have these addresses.
napi_value execute(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const uint32_t* slots = nullptr;
  int64_t count = 0;
  if (!read(env, given.at[1], napi_uint32_array, slots, count)) return badArgument(env, "execute needs a Uint32Array");
  Program* const program = programOf(env, given.at[0]);
  if (program == nullptr) return badArgument(env, "execute needs the handle of a program that was not released");
  return answer(env, [&] {
    Environment& environment = environmentOf(env);
    program->run(environment.engine, environment.memory, slots, count);
    return undefined(env);
  });
}

// release(handle): whether there was one.
napi_value release(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  uint32_t handle = 0;
  napi_get_value_uint32(env, given.at[0], &handle);
  napi_value value = nullptr;
  napi_get_boolean(env, environmentOf(env).programs.erase(handle) > 0, &value);
  return value;
}

// features(): what the processor has, and what is in use.
napi_value features(napi_env env, napi_callback_info) {
  Environment& environment = environmentOf(env);
  napi_value object = nullptr, sets = nullptr;
  napi_create_object(env, &object);
  napi_create_array(env, &sets);
  uint32_t index = 0;
  for (InstructionSet set : allInstructionSets) {
    if (isAvailable(set)) napi_set_element(env, sets, index++, text(env, nameOf(set)));
  }
  napi_set_named_property(env, object, "instructionSets", sets);
  napi_set_named_property(env, object, "instructionSet", text(env, nameOf(environment.engine.kernels->set)));
  napi_set_named_property(env, object, "threads", number(env, environment.engine.pool.threads()));
  return object;
}

// setThreads(count).
napi_value setThreads(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  int32_t threads = 0;
  if (napi_get_value_int32(env, given.at[0], &threads) != napi_ok || threads < 1 || threads > mostThreads) {
    return badArgument(env, "setThreads needs a number from 1 to 1024");
  }
  return answer(env, [&] {
    environmentOf(env).engine.setThreads(threads);
    return undefined(env);
  });
}

// setInstructionSet(name): one that the processor has.
napi_value setInstructionSet(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  char name[16] = {};
  size_t length = 0;
  napi_get_value_string_utf8(env, given.at[0], name, sizeof name, &length);
  for (InstructionSet set : allInstructionSets) {
    if (isAvailable(set) && std::string(name) == nameOf(set)) {
      environmentOf(env).engine.kernels = &kernelsOf(set);
      return undefined(env);
    }
  }
  return badArgument(env, "setInstructionSet needs the name of one that this processor has");
}

napi_value open(napi_env env, napi_value exports) {
  Environment* environment = nullptr;
  try {
    environment = new Environment;
  } catch (const std::exception&) {
    napi_throw_error(env, nullptr, "out of memory");
    return nullptr;
  }
  // Threads end with their environment.
  const auto close = [](napi_env, void* data, void*) { delete static_cast<Environment*>(data); };
  if (napi_set_instance_data(env, environment, close, nullptr) != napi_ok) {
    delete environment;
    return nullptr;
  }
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"attach", attach},         {"run", run},
                   {"compile", compile},       {"execute", execute},
                   {"release", release},       {"features", features},
                   {"setThreads", setThreads}, {"setInstructionSet", setInstructionSet}};
  for (const auto& [name, function] : functions) {
    napi_value value = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
    napi_set_named_property(env, exports, name, value);
  }
  return exports;
}

}  // namespace

}  // namespace isograd

NAPI_MODULE_INIT() { return isograd::open(env, exports); }
