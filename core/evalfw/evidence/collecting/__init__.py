"""Read the world: a folder of evidence, each file by the collector that claims its suffix."""

from evalfw.evidence.collecting.collector import Collector
from evalfw.evidence.collecting.folder import Collected, collect

__all__ = ["Collected", "Collector", "collect"]
