"""Programs as collectors and rule kinds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import attrs

from evalfw.evidence import Collector, EvidencePart
from evalfw.extending.hookspecs import hookimpl
from evalfw.extending.interface import INTERFACE, written
from evalfw.extending.processes.entry import ProcessEntry
from evalfw.extending.processes.protocol import collect_request, read_part, read_score, score_request
from evalfw.extending.processes.running import ProcessError, run_process
from evalfw.foundation import NOTHING, PluginFaultError, Text, listing, verbatim
from evalfw.language import Amount, Award, FactView, OpaqueRule, RuleKind, amount
from evalfw.scoring import author_of

MOST_KEPT = 1_000
"""Most answers of one program that are kept while a report is made: points are asked for more than once."""


def process_collector(entry: ProcessEntry, folder: Path) -> Collector:
    """The program of *entry*, which runs in *folder*, as a collector."""

    def collect(path: Path, shown: str) -> EvidencePart:
        what = f"collector {entry.id}"
        try:
            return read_part(run_process(entry, folder, collect_request(path, shown)), shown)
        except ProcessError as error:
            raise PluginFaultError(author_of(entry.id, " ".join(entry.argv), ""), what, error.said) from None

    return Collector(entry.id, entry.suffixes, collect, tuple(each.encode() for each in entry.examples))


def process_rule_kind(entry: ProcessEntry, folder: Path) -> RuleKind:
    """The program of *entry*, which runs in *folder*, as a rule kind with the parameters ``facts`` and ``parameters``."""
    kind = type("ProcessRule", (_ProcessRule,), {"kind": entry.id, "entry": entry, "program": _Program(entry, folder)})
    kind.__doc__ = f"A rule that the program {entry.argv[0]} scores."
    return RuleKind(entry.id, kind, entry.examples)


class _Program:
    """A program that is asked for points; what it has answered is kept."""

    def __init__(self, entry: ProcessEntry, folder: Path) -> None:
        self.entry = entry
        self.folder = folder
        self.answers: dict[bytes, bytes] = {}

    def answer(self, request: bytes) -> bytes:
        """What it answers to *request*. Raises ProcessError."""
        if request not in self.answers:
            if len(self.answers) >= MOST_KEPT:
                self.answers.clear()
            self.answers[request] = run_process(self.entry, self.folder, request)
        return self.answers[request]


@attrs.frozen
class _ProcessRule(OpaqueRule):
    """
    A rule that a program scores.

    Attributes:
        facts: Ids of the facts that it gets; it is asked when all are known.
        parameters: Whatever else it should know.
    """

    facts: tuple[str, ...]
    parameters: dict[str, Decimal | str] = attrs.field(factory=dict)

    entry: ClassVar[ProcessEntry]
    program: ClassVar[_Program]

    def reads(self) -> tuple[str, ...]:
        return self.facts

    def award(self, facts: Mapping[str, Amount], weight: Fraction) -> Award:
        try:
            reply = read_score(self.program.answer(score_request(self.kind, facts, weight, self.parameters)))
        except ProcessError as error:
            raise PluginFaultError(
                author_of(self.entry.id, " ".join(self.entry.argv), ""), "score", error.said
            ) from None
        points = Fraction(reply.points)
        if not reply.because:
            return Award(points, NOTHING, reply.branch)
        each = amount(points)
        return Award(points, Text(f"{reply.because}，得{each.zh}", f"{reply.because}: {each.en}"), reply.branch)

    def words(self, weight: Fraction, view: FactView) -> Text:
        named = listing(view.name(fact) for fact in self.facts)
        program = verbatim(" ".join(self.entry.argv))
        return Text(f"由程序 {program.zh} 按{named.zh}计分", f"the program {program.en} scores {named.en}")


def is_program(rule: object) -> bool:
    """Whether a program scores *rule*."""
    return isinstance(rule, _ProcessRule)


def process_module(entry: ProcessEntry, folder: Path) -> ModuleType:
    """A module with the one hook that registers the program of *entry*."""
    module = ModuleType(f"evalfw_process_{entry.id}")
    vars(module)["EVALFW_API"] = written(INTERFACE)
    module.__doc__ = f"The program {' '.join(entry.argv)}."

    def evalfw_collectors() -> Collector:
        return process_collector(entry, folder)

    def evalfw_rule_kinds() -> RuleKind:
        return process_rule_kind(entry, folder)

    hook = evalfw_collectors if entry.kind == "collector" else evalfw_rule_kinds
    vars(module)[hook.__name__] = hookimpl(hook)
    return module
