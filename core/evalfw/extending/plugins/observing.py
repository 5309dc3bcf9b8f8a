"""Tell observers what happens, and ask those that decide; nobody of them can change anything behind the report's back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

import attrs

from evalfw.evidence import Adjudication, Evidence
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loading import Implementation
from evalfw.foundation import NOTHING, EvalfwError, PluginFaultError, Text, wrong_type
from evalfw.rubric import Rubric
from evalfw.scoring import Report


class Observers:
    """
    The observers of one run.

    Attributes:
        host: The plugins.
        failures: What went wrong in observers and in those that decide, so far.
    """

    def __init__(self, host: PluginHost) -> None:
        self.host = host
        self.failures: list[PluginFaultError] = []

    def rubric_loaded(self, rubric: Rubric) -> None:
        """Tell that *rubric* was loaded."""
        self._tell("evalfw_rubric_loaded", rubric=rubric)

    def evidence_collected(self, evidence: Evidence, rubric: Rubric) -> None:
        """Tell that *evidence* was collected and checked."""
        self._tell("evalfw_evidence_collected", evidence=evidence, rubric=rubric)

    def scored(self, report: Report) -> None:
        """Tell every result of *report*."""
        for each in self.host.hooks["evalfw_indicator_scored"]:
            for result in report.indicators:
                if not self._call(each, "evalfw_indicator_scored", result=result, report=report):
                    break

    def finished(self, report: Report, outputs: Sequence[Path]) -> None:
        """Tell that *report* is written to *outputs*; then what has failed in the run, each failure once."""
        self._tell("evalfw_run_finished", report=report, outputs=tuple(outputs))
        for author, what, message in dict.fromkeys(self._all_failures()):
            self._tell("evalfw_plugin_failed", author=author, what=what, message=message)

    def _all_failures(self) -> Iterator[tuple[str, str, str]]:
        for plugin in self.host.plugins:
            if plugin.failure is not None:
                yield plugin.author, "load", plugin.failure.en
            yield from ((fault.author, fault.what, fault.said.en) for fault in plugin.guard.faults)
        yield from ((fault.author, fault.what, fault.said.en) for fault in self.failures)

    def adjudicated(self, evidence: Evidence, rubric: Rubric) -> Evidence:
        """*evidence* with what plugins decide about facts whose statements disagree."""
        implementations = self.host.hooks["evalfw_adjudicate"]
        if not implementations:
            return evidence
        from evalfw.scoring import tabulate

        declarations = {**rubric.facts, **evidence.declarations}
        table = tabulate(declarations, evidence.statements)
        decided: dict[str, Adjudication] = {}
        for fact in (fact for fact, standing in table.standings.items() if standing == "disputed"):
            for each in implementations:
                given = {"fact": declarations[fact], "statements": evidence.statements[fact]}
                decision = self._decision(each, given, evidence, fact)
                if decision is not None:
                    decided[fact] = decision
                    break
        return attrs.evolve(evidence, adjudications=MappingProxyType(decided))

    def _decision(
        self, implementation: Implementation, given: dict[str, object], evidence: Evidence, fact: str
    ) -> Adjudication | None:
        author, hook = implementation.plugin.author, "evalfw_adjudicate"
        try:
            decision = implementation.call(hook, given)
        except EvalfwError as error:
            self._failed(author, hook, error)
            return None
        if decision is None:
            return None
        if not isinstance(decision, Adjudication):
            self.failures.append(PluginFaultError(author, hook, wrong_type(decision, "Adjudication").said))
            return None
        said = NOTHING
        if not any(decision.statement is each for each in evidence.statements[fact]):
            said = Text("所选的说法不在给出的之中", "the statement is none of those given")
        elif not isinstance(decision.reason, str) or not decision.reason.strip():
            said = Text("没有写理由", "the reason is empty")
        if said.zh:
            self.failures.append(PluginFaultError(author, hook, said))
            return None
        return attrs.evolve(decision, by=author)

    def _tell(self, hook: str, **given: object) -> None:
        for each in self.host.hooks[hook]:
            self._call(each, hook, **given)

    def _call(self, implementation: Implementation, hook: str, **given: object) -> bool:
        """Whether all went well."""
        author = implementation.plugin.author
        try:
            returned = implementation.call(hook, given)
        except EvalfwError as error:
            self._failed(author, hook, error)
            return False
        if returned is not None:
            said = Text(
                f"给出了 {type(returned).__name__}：旁观的钩子什么也改不了",
                f"gave {type(returned).__name__}: observers can change nothing",
            )
            self.failures.append(PluginFaultError(author, hook, said))
            return False
        return True

    def _failed(self, author: str, hook: str, error: EvalfwError) -> None:
        fault = error if isinstance(error, PluginFaultError) else PluginFaultError(author, hook, error.message)
        self.failures.append(fault)
