/* Muster's multi-agent worlds as a C library: `libmuster-worlds`.
 *
 * A world is a number of copies of one game that are stepped together, each with the same agents. All memory that
 * is read or written in a call is the caller's; numbers lie in it copy by copy, in a copy agent by agent, without
 * gaps. Nothing is kept of a pointer after the call.
 *
 *   int64_t world;
 *   muster_world_open(MUSTER_WORLDS_ABI, "simple_spread", "copies=64&agents=3&seed=1", &world);
 *   muster_world_describe(world, &shape);          // how large the arrays have to be
 *   muster_world_reset(world, NULL, 0, &arrays);   // writes observations
 *   muster_world_step(world, &arrays);             // reads actions, writes rewards, ends and observations
 *   muster_world_close(world);
 *
 * Every function that can fail returns MUSTER_WORLDS_OK or one of the codes below, changes nothing if it fails, and
 * leaves a sentence for muster_worlds_error(). Bad input never ends the process: null pointers, arrays of a wrong
 * length, actions out of range and handles that were never opened, or are closed, give codes; pointers to memory
 * that is not there cannot be told.
 *
 * Any thread may call. Calls for one world wait for each other; worlds do not touch each other.
 */
#ifndef MUSTER_WORLDS_H
#define MUSTER_WORLDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of everything in this header. It changes with any change that a compiled caller could notice; names of
 * worlds and of settings may be added without one. */
#define MUSTER_WORLDS_ABI 1

#define MUSTER_WORLDS_OK 0
/* The library has another MUSTER_WORLDS_ABI than the caller. */
#define MUSTER_WORLDS_WRONG_ABI 1
/* No world has this name. */
#define MUSTER_WORLDS_UNKNOWN_WORLD 2
/* The settings are not KEY=VALUE&KEY=VALUE, or the world has no such key, or the value is out of range. */
#define MUSTER_WORLDS_BAD_SETTING 3
/* No world is open under this handle. */
#define MUSTER_WORLDS_BAD_HANDLE 4
/* A pointer that is needed is null. */
#define MUSTER_WORLDS_NULL_POINTER 5
/* An array has another length than the world needs. */
#define MUSTER_WORLDS_WRONG_LENGTH 6
/* An action is not in 0...actions - 1. */
#define MUSTER_WORLDS_BAD_ACTION 7
/* An agent is not in 0...agents - 1. */
#define MUSTER_WORLDS_UNKNOWN_AGENT 8

/* How a step left an episode. */
#define MUSTER_WORLDS_RUNNING 0
/* Over: nothing comes after it. */
#define MUSTER_WORLDS_TERMINATED 1
/* Cut off at its time limit. */
#define MUSTER_WORLDS_TRUNCATED 2

typedef struct {
  int64_t copies;
  /* Agents in a copy. */
  int64_t agents;
  /* Actions that an agent chooses from. */
  int64_t actions;
  /* Numbers in an agent's observation. */
  int64_t observation_size;
  /* Numbers in a copy's global state, which a centralised critic sees. */
  int64_t state_size;
  /* 1 where some actions are not always possible, otherwise 0. */
  int64_t has_masks;
} muster_world_shape;

/* The caller's arrays and their lengths in elements. Those marked optional may be null. */
typedef struct {
  /* In: copies * agents. Where a world has masks, an action that is not possible counts as the agent's first one
   * that is; the action of an agent without any is not looked at. */
  const int32_t *actions;
  size_t actions_length;
  /* Out: copies * agents * observation_size. After a step too they are those of the episode that was stepped. */
  float *observations;
  size_t observations_length;
  /* Out, optional: copies * state_size. */
  float *states;
  size_t states_length;
  /* Out, optional: copies * agents * actions; 1 for what is possible next. */
  uint8_t *masks;
  size_t masks_length;
  /* Out: copies * agents. */
  float *rewards;
  size_t rewards_length;
  /* Out: copies; MUSTER_WORLDS_RUNNING, _TERMINATED or _TRUNCATED. A copy whose episode ended has to be reset. */
  uint8_t *ends;
  size_t ends_length;
} muster_world_arrays;

/* The MUSTER_WORLDS_ABI of the library. */
int32_t muster_worlds_abi(void);

/* Why the last call on this thread that failed did so; empty where none did. Never null; valid until the next call
 * on this thread. */
const char *muster_worlds_error(void);

/* Opens the world `name`, each copy at the start of its first episode. `settings` is KEY=VALUE&KEY=VALUE, or empty,
 * or null: `copies` (1), `seed` (0) and those of the world:
 *   simple_spread:    agents (3), local-ratio (0.5), length (25)
 *   simple_reference: local-ratio (0.5), length (25)
 *   orchestration:    trace (generated?tasks=2000&agents=16&gpu=0.5), from (0), to (1), nodes (12), storage (4),
 *                     schedulers (4), epochs (120), length (1000), load (0.95), churn (0.4), local-weight (0.5),
 *                     faults (drawn, as churn says)
 * Where a value holds & or %, they are written %26 and %25. `trace` is one of Muster's, generated or of files (see
 * `muster traces`); episodes are cut from the part of its tasks between the shares `from` and `to`, and end with their
 * epochs, each of several steps, or after `length` steps; the others are those of `muster train`. Its agents have
 * roles: scheduler, compute and storage. `faults` is a plan as `muster replay --faults` reads it, an epoch a second;
 * it numbers compute nodes, then storage nodes, then schedulers. An agent that an episode or a fault leaves out has no
 * possible action, sees zeros and is paid zero.
 * `abi` is MUSTER_WORLDS_ABI. Writes a positive number to `handle`; no handle is ever given twice. */
int32_t muster_world_open(int32_t abi, const char *name, const char *settings, int64_t *handle);

int32_t muster_world_describe(int64_t handle, muster_world_shape *shape);

/* Writes the name of an agent, the same in every copy, with a closing zero: its role and its number in it, such as
 * agent_0. `capacity` is how many bytes there is room for; 64 are enough. */
int32_t muster_world_agent(int64_t handle, int64_t agent, char *name, size_t capacity);

/* Makes the world as if it had just been opened with this seed. */
int32_t muster_world_seed(int64_t handle, uint64_t seed);

/* Begins a new episode in the copies whose entry in `which` is not 0, in all where `which` is null, and writes
 * observations (and states and masks) of all copies. `which_length` is the number of copies. */
int32_t muster_world_reset(
    int64_t handle, const uint8_t *which, size_t which_length, const muster_world_arrays *arrays);

/* Steps all copies once. */
int32_t muster_world_step(int64_t handle, const muster_world_arrays *arrays);

int32_t muster_world_close(int64_t handle);

#ifdef __cplusplus
}
#endif

#endif
