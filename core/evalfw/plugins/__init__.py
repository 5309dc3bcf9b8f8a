"""Find plugins, load each in isolation, and keep what they register together with its author."""

from evalfw.plugins.host import PluginHost, load_plugins
from evalfw.plugins.plugin import Plugin
from evalfw.plugins.settings import PluginSettings
from evalfw.registered import Conflict, Registered

__all__ = ["Conflict", "Plugin", "PluginHost", "PluginSettings", "Registered", "load_plugins"]
