"""The C library behind the package: its types, its functions, where it is, and its errors.

All of it is described in ``Sources/CMusterWorlds/muster_worlds.h``.
"""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

ABI = 1
RUNNING, TERMINATED, TRUNCATED = range(3)


class Shape(ctypes.Structure):
    """``muster_world_shape``."""

    _fields_ = [
        ("copies", ctypes.c_int64),
        ("agents", ctypes.c_int64),
        ("actions", ctypes.c_int64),
        ("observation_size", ctypes.c_int64),
        ("state_size", ctypes.c_int64),
        ("has_masks", ctypes.c_int64),
    ]


class Arrays(ctypes.Structure):
    """``muster_world_arrays``: the addresses and lengths of numpy arrays."""

    _fields_ = [
        ("actions", ctypes.c_void_p),
        ("actions_length", ctypes.c_size_t),
        ("observations", ctypes.c_void_p),
        ("observations_length", ctypes.c_size_t),
        ("states", ctypes.c_void_p),
        ("states_length", ctypes.c_size_t),
        ("masks", ctypes.c_void_p),
        ("masks_length", ctypes.c_size_t),
        ("rewards", ctypes.c_void_p),
        ("rewards_length", ctypes.c_size_t),
        ("ends", ctypes.c_void_p),
        ("ends_length", ctypes.c_size_t),
    ]


class WorldError(ValueError):
    """What the library says of a call that failed. ``status`` is its code."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def _candidates() -> list[Path]:
    name = "libmuster-worlds" + (".dylib" if sys.platform == "darwin" else ".so")
    here = Path(__file__).resolve().parent
    return [here / name, here.parents[1] / ".build" / "release" / name]


def _path() -> Path:
    """``MUSTER_WORLDS`` if it is set, else the library in the package, else the one the repository built."""
    if named := os.environ.get("MUSTER_WORLDS"):
        return Path(named)
    for path in _candidates():
        if path.exists():
            return path
    looked = ", ".join(str(path) for path in _candidates())
    raise ImportError(
        f"found no library of worlds (looked for {looked}): build it with "
        "`swift build -c release --product muster-worlds`, or set MUSTER_WORLDS to its path"
    )


@cache
def library() -> ctypes.CDLL:
    """The library, loaded once."""
    loaded = ctypes.CDLL(str(_path()))
    int64, pointer = ctypes.c_int64, ctypes.POINTER
    signatures = {
        "muster_worlds_abi": [],
        "muster_world_open": [ctypes.c_int32, ctypes.c_char_p, ctypes.c_char_p, pointer(int64)],
        "muster_world_describe": [int64, pointer(Shape)],
        "muster_world_agent": [int64, int64, ctypes.c_char_p, ctypes.c_size_t],
        "muster_world_seed": [int64, ctypes.c_uint64],
        "muster_world_reset": [int64, ctypes.c_void_p, ctypes.c_size_t, pointer(Arrays)],
        "muster_world_step": [int64, pointer(Arrays)],
        "muster_world_close": [int64],
    }
    for name, arguments in signatures.items():
        function = getattr(loaded, name)
        function.argtypes, function.restype = arguments, ctypes.c_int32
    loaded.muster_worlds_error.argtypes, loaded.muster_worlds_error.restype = [], ctypes.c_char_p
    return loaded


def check(status: int) -> None:
    """Raises WorldError where a call failed."""
    if status != 0:
        raise WorldError(status, library().muster_worlds_error().decode(errors="replace"))
