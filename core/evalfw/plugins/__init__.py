"""Find plugins, load each in isolation, and keep what they register together with its author."""

from evalfw.plugins.host import Plugin, PluginHost, load_plugins
from evalfw.plugins.registered import Conflict, Registered

__all__ = ["Conflict", "Plugin", "PluginHost", "Registered", "load_plugins"]
