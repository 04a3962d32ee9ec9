"""A world as numpy arrays that the library writes to."""

import ctypes
import urllib.parse
from types import TracebackType

import numpy as np
import numpy.typing as npt

from muster_worlds._library import ABI, Arrays, Shape, check, library

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


class World:
    """Copies of one world that are stepped together, each with the same agents.

    What a call returns, the library wrote straight into new arrays: nothing is copied, and nothing changes in
    them later. With ``reuse`` it writes into the same arrays at every call, which saves their allocation, for
    callers that are done with them by then.

    Copy ``c`` lives through the same whichever copies it is stepped with. A world is for one thread at a
    time; several threads with a world each run side by side, as Python is free for the time of a call.
    """

    def __init__(self, name: str, *, copies: int = 1, seed: int = 0, reuse: bool = False, **settings: object):
        """Opens the world ``name``; each copy is at the start of its first episode.

        ``settings`` are those that ``muster_worlds.h`` lists for the world, ``_`` for ``-``. Raises
        WorldError where there is no such world or setting, or a value is out of range.
        """
        self._library = library()
        self._handle = ctypes.c_int64(0)
        asked = {"copies": copies, "seed": seed, **settings}
        text = "&".join(
            f"{key.replace('_', '-')}={urllib.parse.quote(str(value), safe='=?:/, ')}"
            for key, value in asked.items()
        )
        opened = ctypes.c_int64(0)
        check(self._library.muster_world_open(ABI, name.encode(), text.encode(), ctypes.byref(opened)))
        self._handle = opened
        shape = Shape()
        check(self._library.muster_world_describe(opened, ctypes.byref(shape)))
        self.name = name
        #: Copies of the world.
        self.copies: int = shape.copies
        #: Agents in a copy.
        self.agents: int = shape.agents
        #: What the agents are called.
        self.agent_names = [self._agent_name(index) for index in range(self.agents)]
        #: Actions that an agent chooses from.
        self.actions: int = shape.actions
        #: Numbers in an agent's observation.
        self.observation_size: int = shape.observation_size
        #: Numbers in a copy's global state.
        self.state_size: int = shape.state_size
        #: Whether some actions are not always possible.
        self.has_masks: bool = shape.has_masks != 0
        #: What is possible next, (copies, agents, actions), 1 or 0; None where everything always is.
        self.masks: Bytes | None = None
        self._reuse = reuse
        self._arrays = Arrays()
        self._kept: dict[str, np.ndarray] = {}
        self._nowhere = np.zeros(self.copies, np.uint8)

    def reset(self, which: npt.ArrayLike | None = None) -> Floats:
        """Begins a new episode in the copies whose entry in ``which`` is true, everywhere where it is None.

        Returns the observations of all copies, (copies, agents, observation_size).
        """
        chosen = None if which is None else np.ascontiguousarray(which, dtype=np.bool_)
        observations = self._see()
        address, length = (None, 0) if chosen is None else (chosen.ctypes.data, chosen.size)
        check(self._library.muster_world_reset(self._handle, address, length, self._arrays))
        return observations

    def restart(self, seed: int) -> Floats:
        """Makes all copies as if just opened with ``seed`` (0 to 2**64 - 1); returns their observations."""
        if not 0 <= seed < 1 << 64:
            raise ValueError(f"seed: found {seed}, expected 0...{(1 << 64) - 1}")
        check(self._library.muster_world_seed(self._handle, seed))
        return self.reset(self._nowhere)

    def step(self, actions: npt.ArrayLike) -> tuple[Floats, Floats, Bytes]:
        """Steps all copies by ``actions``, (copies, agents).

        Returns observations (copies, agents, observation_size), rewards (copies, agents) and how each copy's
        episode stands (copies): 0 it goes on, 1 it is over, 2 it was cut off at its time limit. A copy whose
        episode ended has to be reset; what is observed of it is the end of that episode.
        """
        chosen = np.ascontiguousarray(actions)
        if chosen.dtype != np.int32:
            chosen = chosen.astype(np.int32, casting="same_kind")
        observations = self._see()
        rewards = self._array("rewards", (self.copies, self.agents), np.float32)
        ends = self._array("ends", (self.copies,), np.uint8)
        self._arrays.actions, self._arrays.actions_length = chosen.ctypes.data, chosen.size
        check(self._library.muster_world_step(self._handle, self._arrays))
        return observations, rewards, ends

    def state(self) -> Floats:
        """The global states, (copies, state_size), which centralised critics see."""
        states = np.empty((self.copies, self.state_size), np.float32)
        self._arrays.states, self._arrays.states_length = states.ctypes.data, states.size
        try:
            self.reset(self._nowhere)
        finally:
            self._arrays.states = None
        return states

    def close(self) -> None:
        """Frees the world; a second time does nothing."""
        if self._handle.value:
            self._library.muster_world_close(self._handle)
            self._handle = ctypes.c_int64(0)

    def _agent_name(self, index: int) -> str:
        text = ctypes.create_string_buffer(64)
        check(self._library.muster_world_agent(self._handle, index, text, len(text)))
        return text.value.decode()

    def _see(self) -> Floats:
        """Arrays for what is seen after the next call."""
        if self.has_masks:
            self.masks = self._array("masks", (self.copies, self.agents, self.actions), np.uint8)
        return self._array("observations", (self.copies, self.agents, self.observation_size), np.float32)

    def _array(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """The array that the library is told to write to."""
        if name in self._kept:
            return self._kept[name]
        array = np.empty(shape, dtype)
        if self._reuse:
            self._kept[name] = array
        setattr(self._arrays, name, array.ctypes.data)
        setattr(self._arrays, name + "_length", array.size)
        return array

    def __enter__(self) -> "World":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self.close()
