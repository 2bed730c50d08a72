"""Read the run-time dependencies from run.in, so that they stand in one place."""

import pathlib
import re
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """Fill ``project.dependencies`` from the lines of run.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the dependencies without their comments."""
        lines = pathlib.Path(self.root, "requirements", "run.in").read_text("utf-8")
        bare = (re.sub(r"\s*#.*", "", line) for line in lines.splitlines())
        metadata["dependencies"] = [line for line in bare if line]
