"""Code of plugins is called through a guard: every failure gets an author, and nobody waits for ever."""

from evalfw.guarding.guard import Guard, PluginFaultError, said_of, told

__all__ = ["Guard", "PluginFaultError", "said_of", "told"]
