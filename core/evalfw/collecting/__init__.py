"""Read the world: a folder of evidence, each file by the collector that claims its suffix."""

from evalfw.collecting.collector import Collector
from evalfw.collecting.folder import Collected, collect

__all__ = ["Collected", "Collector", "collect"]
