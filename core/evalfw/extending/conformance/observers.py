"""Observers and those that decide, called as a run calls them, with an example; what they would do to the world outside is not let happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import attrs

from evalfw.evidence import Statement, evidence_of
from evalfw.extending.conformance.check import Check, broken, kept, untried
from evalfw.extending.conformance.trials import STATES, parse, reports, rubric_of
from evalfw.extending.conformance.watching import Watch
from evalfw.extending.hookspecs import DECIDING, OBSERVING
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loading import Implementation
from evalfw.extending.plugins.observing import Observers
from evalfw.extending.plugins.plugin import Plugin
from evalfw.foundation import EvalfwError, Origin, Text, said_of, verbatim

Given = Mapping[str, object]
ADJUDICATE, RESOLVE = "evalfw_adjudicate", "evalfw_resolve_rubric"


def check_observers(plugin: Plugin, host: PluginHost, watch: Watch) -> Iterator[Check]:
    """Every hook of *plugin* that observes or decides."""
    for hook in (*OBSERVING, *DECIDING):
        for each in host.hooks[hook]:
            if each.plugin is plugin:
                yield _tried(hook, each, host, watch)


def _tried(hook: str, implementation: Implementation, host: PluginHost, watch: Watch) -> Check:
    about, calls = f"hook {hook}", _calls(hook, host)
    with watch.on(reads=False, refuses=True) as seen:
        ask = _adjudicating if hook == ADJUDICATE else _calling
        fault = ask(hook, implementation, calls, host)
    if seen:
        said = Text("它要改动外界，检验时不放行：", "it acts on the world outside, which a check does not let happen: ")
        return untried("loads", about, said + verbatim(seen[0]))
    return kept("loads", about) if fault is None else broken("loads", about, fault)


def _calls(hook: str, host: PluginHost) -> Sequence[Given]:
    """What a run would give the hook."""
    rubric, given = rubric_of(parse(STATES), host), reports(host)
    match hook:
        case "evalfw_rubric_loaded":
            return [{"rubric": rubric}]
        case "evalfw_evidence_collected":
            return [{"evidence": evidence_of(rubric, {"b": True, "c": 3}), "rubric": rubric}]
        case "evalfw_indicator_scored":
            return [{"result": result, "report": report} for report in given for result in report.indicators]
        case "evalfw_run_finished":
            return [
                {"report": report, "outputs": outputs} for report in given for outputs in ((), (Path("report.md"),))
            ]
        case "evalfw_plugin_failed":
            return [{"author": "example (example 1)", "what": "points", "message": "division by zero"}]
        case "evalfw_adjudicate":
            two = tuple(Statement(fact="c", value=value, origin=Origin("example")) for value in ("3", "4"))
            evidence = attrs.evolve(evidence_of(rubric, {}), statements=MappingProxyType({"c": two}))
            return [{"evidence": evidence, "rubric": rubric}]
    return [{"ref": "example/none"}]


def _calling(hook: str, implementation: Implementation, calls: Sequence[Given], host: PluginHost) -> Text | None:
    """What goes wrong; None if nothing does."""
    for given in calls:
        try:
            returned = implementation.call(hook, given)
        except EvalfwError as error:
            return said_of(error)
        wanted = Path if hook == RESOLVE else type(None)
        if returned is not None and not isinstance(returned, wanted):
            kind = type(returned).__name__
            return Text(f"给出了 {kind}，这里不该有", f"gave {kind}, which is not expected here")
    return None


def _adjudicating(hook: str, implementation: Implementation, calls: Sequence[Given], host: PluginHost) -> Text | None:
    observers = Observers(host._replace(hooks={**host.hooks, hook: (implementation,)}))
    for given in calls:
        observers.adjudicated(**given)  # type: ignore[arg-type] # as made above
    return said_of(observers.failures[0]) if observers.failures else None
