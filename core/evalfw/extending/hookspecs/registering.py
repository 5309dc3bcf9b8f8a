"""Hooks that register: each returns descriptors, once, when plugins are loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw.extending.hookspecs.marks import hookspec

if TYPE_CHECKING:
    from evalfw.evidence import Collector, SourceKind, TextReader
    from evalfw.extending.command import Command
    from evalfw.foundation import TableReader
    from evalfw.language import AggregatorKind, Function, RuleKind, UnitDeclaration
    from evalfw.reporting import Renderer, View
    from evalfw.rubric import LintCheck, RubricFolder


@hookspec
def evalfw_rubrics() -> Iterable[RubricFolder]:
    """
    Say where rubrics lie.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Folders; every ``rubric.toml`` below one is an edition. Nothing at all means that the plugin brings no rubric.

    Failure:
        The plugin brings nothing. A file that is not in order is listed with its problem and fails only a run that asks for it.
        Two rubrics of one id are both listed; a run that asks for the id is told the line of ``evalfw.toml`` that settles it.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_rule_kinds() -> Iterable[RuleKind]:
    """
    Add rule kinds.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Rule kinds; none means that the plugin brings none. An id that another plugin or evalfw itself uses is a conflict:
        rubrics that name it cannot be loaded until ``prefer_plugins`` or ``no_plugins`` settles it.

    Failure:
        The plugin brings nothing. A rule that fails while it scores, or gives anything but exact points within the limits of its
        indicator, makes that indicator ``error`` and the run provisional; all others are scored.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_aggregators() -> Iterable[AggregatorKind]:
    """
    Add aggregators: ways in which an inner node makes its points from those below it.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Aggregators; none means that the plugin brings none. Conflicts are settled as for rule kinds.

    Failure:
        The plugin brings nothing. An aggregator that fails while it scores makes its node ``error`` and the run provisional.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_functions() -> Iterable[Function]:
    """
    Add functions of expressions: each takes numbers and gives one, through any algebra.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Functions; none means that the plugin brings none. Conflicts are settled as for rule kinds. ``if``, ``lookup`` and the
        functions over lists belong to the language; a function of such a name is never called.

    Failure:
        The plugin brings nothing. A function that fails while it scores makes the indicator ``error`` whose rule calls it.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_units() -> Iterable[UnitDeclaration]:
    """
    Add units that facts and texts may be counted in, besides the standard ones and those that a rubric declares (``[[unit]]``).

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Units, each after those that it is made of; none means that the plugin brings none. A unit that two plugins declare belongs to
        neither unless the settings prefer one: it then converts to nothing.

    Failure:
        The plugin brings nothing.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_collectors() -> Iterable[Collector]:
    """
    Add readers of evidence files.

    Called once, when plugins are loaded. Gets nothing; collectors do not see the rubric.

    Returns:
        Collectors; none means that the plugin brings none. Two that claim one suffix are a conflict, which fails a run
        whose evidence holds such a file, until ``prefer_plugins`` settles it.

    Failure:
        The plugin brings nothing. A collector that fails on a file fails the run, with the name of the file: evidence that
        could not be read is never taken for evidence that is not there.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_sources() -> Iterable[SourceKind]:
    """
    Add kinds of sources, for ``[[collect]]`` in ``evidence.toml``.

    Called once, when plugins are loaded. Gets nothing; sources do not see the rubric.

    Returns:
        Kinds of sources; none means that the plugin brings none. Two with one id are a conflict, which fails
        ``evalfw evidence collect`` where that kind is asked for, until ``prefer_plugins`` settles it.

    Failure:
        The plugin brings nothing. A source that fails fails the command: nothing is written, the evidence stays as it was.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_text_readers() -> Iterable[TextReader]:
    """
    Add readers of the text of documents, in which quotes are looked for.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Readers; none means that the plugin brings none. Two that claim one suffix are a conflict, which makes every citation
        of such a file a finding, until ``prefer_plugins`` settles it.

    Failure:
        The plugin brings nothing. A reader that fails on a file makes every citation of the file a finding.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_table_readers() -> Iterable[TableReader]:
    """
    Add readers of files with official tables, for ``evalfw rubric import``.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Readers; none means that the plugin brings none. Two that claim one suffix are a conflict, which fails an import of such
        a file, until ``prefer_plugins`` settles it.

    Failure:
        The plugin brings nothing. A reader that fails on a file fails the import.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_renderers() -> Iterable[Renderer]:
    """
    Add output formats.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Renderers; none means that the plugin brings none. Two with one id are a conflict, which fails a run that asks for
        that format, until ``prefer_plugins`` settles it.

    Failure:
        The plugin brings nothing. A renderer that fails on a report fails the run: nothing is written, in no format.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_views() -> Iterable[View]:
    """
    Add views: forms of comparisons, of cohorts, of the difference of two rubrics, of pages about a rubric, or of something else.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Views; none means that the plugin brings none. Conflicts are settled as for output formats.

    Failure:
        The plugin brings nothing. A view that fails ends the command that asked for it; nothing is written.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_lints() -> Iterable[LintCheck]:
    """
    Add lints: what ``evalfw rubric lint`` looks for in rubrics besides.

    Called once, when plugins are loaded. Gets nothing.

    Returns:
        Lints; none means that the plugin brings none. Two with one id are a conflict, which fails ``rubric lint``.

    Failure:
        The plugin brings nothing. A lint that fails on a rubric is told as a warning, ``lint.failed``; the others go on.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_commands() -> Iterable[Command]:
    """
    Add commands: ``evalfw ID …``.

    Called once, when plugins are loaded, and so only for a command that evalfw itself does not have: ``evalfw --help`` imports no
    plugin and does not list them; ``evalfw plugin list`` does. Gets nothing.

    Returns:
        Commands; none means that the plugin brings none. One called as a command of evalfw is never reached. Two with
        one id are a conflict, which fails the command.

    Failure:
        The plugin brings nothing. A command that fails ends with exit code 3.
    """
    raise AssertionError("a specification is never called")
