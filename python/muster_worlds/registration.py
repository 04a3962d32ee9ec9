"""Names of worlds for ``gymnasium.make`` and ``gymnasium.make_vec``."""

import gymnasium

NAMES = ["simple_spread", "simple_reference"]


def register() -> None:
    """Registers ``muster/NAME-v0`` for each world; Gymnasium calls it where the package is installed."""
    for name in NAMES:
        if f"muster/{name}-v0" not in gymnasium.registry:
            gymnasium.register(
                f"muster/{name}-v0",
                entry_point="muster_worlds.gymnasium_env:WorldEnv",
                vector_entry_point="muster_worlds.gymnasium_vector:WorldVectorEnv",
                kwargs={"name": name},
            )
