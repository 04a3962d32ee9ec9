"""Names of worlds for ``gymnasium.make`` and ``gymnasium.make_vec``: ``muster/NAME-v0``.

Importing this module registers them; so does ``gymnasium.make("muster_worlds.registration:muster/NAME-v0")``.
"""

import gymnasium

NAMES = ["simple_spread", "simple_reference", "orchestration"]

for name in NAMES:
    gymnasium.register(
        f"muster/{name}-v0",
        entry_point="muster_worlds.gymnasium_env:WorldEnv",
        vector_entry_point="muster_worlds.gymnasium_vector:WorldVectorEnv",
        kwargs={"name": name},
    )
