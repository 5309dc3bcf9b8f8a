"""
The contract with plugins: every hook that evalfw calls.

A plugin is a module with functions marked ``@evalfw.hookimpl``, named by an entry point of the group ``evalfw``; or a single file. It
says which version of this contract it was written for: ``EVALFW_API = "2.0"``.

There are three sorts of hooks. *Registering* ones return descriptors, once, when plugins are loaded; they must not read files or
reach the network. *Observing* ones are told what happens and return nothing. *Deciding* ones are asked one plugin after the other until one
gives an answer. Plugins are called in order of their names; none of them can change a weight, a rule or points: everything they get
is read-only, and what they contribute is named in the report.

A function may take fewer arguments than its hook has. A call that raises, leaves the process, gives a coroutine or no result within
a minute has failed: that is told with the name of the plugin and its distribution, and stops the run only if the run needs
what the plugin would have brought.
"""

from evalfw.extending.hookspecs import deciding, observing, registering
from evalfw.extending.hookspecs.marks import PROJECT, hookimpl

SPECIFICATIONS = (registering, observing, deciding)
"""The modules that hold the hooks."""

REGISTERING, OBSERVING, DECIDING = (
    tuple(name for name in vars(module) if name.startswith("evalfw_")) for module in SPECIFICATIONS
)
"""The names of the hooks of each."""

HOOKS = (*REGISTERING, *OBSERVING, *DECIDING)
"""The names of all hooks."""

__all__ = ["DECIDING", "HOOKS", "OBSERVING", "PROJECT", "REGISTERING", "SPECIFICATIONS", "hookimpl"]
