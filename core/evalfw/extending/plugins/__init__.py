"""Find plugins, load each in isolation, and keep what they register together with its author."""

from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loaded import load_plugins
from evalfw.extending.plugins.plugin import Plugin
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.foundation import Conflict, Registered

__all__ = ["Conflict", "Plugin", "PluginHost", "PluginSettings", "Registered", "load_plugins"]
