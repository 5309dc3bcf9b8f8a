"""Programs in any language as collectors and rule kinds: JSON on stdin, JSON on stdout, with limits on time and memory."""

from evalfw.extending.processes.entry import ProcessEntry

__all__ = ["ProcessEntry"]
