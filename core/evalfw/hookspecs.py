"""
The contract with plugins: every hook that evalfw calls.

A plugin is a module with functions marked ``@evalfw.hookimpl``, named by an entry point of the group ``evalfw``. Hooks of
this file register *descriptors*; they are called once, when plugins are loaded, in order of plugin name, and must not read
files or reach the network. A hook that raises marks its plugin as failed; the others go on, and the run stops only if it
needs what the failed plugin would have brought.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from evalfw.aggregates import AggregatorKind
from evalfw.collecting.collector import Collector
from evalfw.expressions import Function
from evalfw.importing.tables import TableReader
from evalfw.loading.catalogue import RubricFolder
from evalfw.rendering import Renderer
from evalfw.rules.rule import RuleKind

PROJECT = "evalfw"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def evalfw_rubrics() -> Iterable[RubricFolder]:
    """
    Say where rubrics lie.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Folders; every ``rubric.toml`` below one is an edition. Nothing at all means that the plugin brings no rubric.
        A file that is not in order is listed with its problem and fails only a run that asks for it.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_rule_kinds() -> Iterable[RuleKind]:
    """
    Add rule kinds.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Rule kinds; none means that the plugin brings none. An id that another plugin or evalfw itself uses is a conflict:
        rubrics that name it cannot be loaded until one of the two is removed. A rule that raises while scoring makes its
        indicator ``error`` and the run provisional.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_aggregators() -> Iterable[AggregatorKind]:
    """
    Add aggregators: ways in which an inner node makes its points from those below it.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Aggregators; none means that the plugin brings none. An id that another plugin or evalfw itself uses is a conflict:
        rubrics that name it cannot be loaded until one of the two is removed.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_functions() -> Iterable[Function]:
    """
    Add functions of expressions: each takes numbers and gives one, through any algebra.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Functions; none means that the plugin brings none. An id that another plugin or evalfw itself uses is a conflict:
        expressions that call it cannot be read until one of the two is removed. ``if``, ``lookup`` and the functions over lists
        belong to the language; a function of such a name is never called.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_collectors() -> Iterable[Collector]:
    """
    Add readers of evidence files.

    Called once, when plugins are loaded. Gets nothing; collectors do not see the rubric.

    Returns:
        Collectors; none means that the plugin brings none. Two that claim one suffix are a conflict, which fails a run
        whose evidence holds such a file.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_table_readers() -> Iterable[TableReader]:
    """
    Add readers of files with official tables, for ``evalfw rubric import``.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Readers; none means that the plugin brings none. Two that claim one suffix are a conflict, which fails an import of such a
        file. A reader that raises fails the import.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_renderers() -> Iterable[Renderer]:
    """
    Add output formats.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Renderers; none means that the plugin brings none. Two with one id are a conflict, which fails a run that asks for
        that format. A renderer that raises fails the run: nothing is written.
    """
    raise AssertionError("a specification is never called")
