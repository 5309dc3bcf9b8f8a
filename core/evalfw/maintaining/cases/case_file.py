"""A ``*.case.toml`` file: one case, or several of one rubric."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import attrs

from evalfw.evidence import StatedValue, evidence_converter
from evalfw.foundation import Document, Origin, RubricError, Text, read_toml, structure, verbatim
from evalfw.scoring import State

CASE_FORMAT = "evalfw.case/1"
CASE_SUFFIX = ".case.toml"


@attrs.frozen(kw_only=True, repr=False)
class Expectation:
    """
    What is expected; only what is given is compared.

    Attributes:
        points: Points earned.
        state: State of the indicator.
        branch: Branch of the rule that is taken, from 1.
        label: Label on the scale of the indicator.
        low, high: Guaranteed least and most points.
        because: Why, in Chinese.
        because_en: Why, in English.
        grade: Grade of the total.
        open: Leaves that are open or in error (ids), of which points and grade of the total or of an inner node are expected all the
            same; without it, and without state or bounds, there may be none.
    """

    points: Decimal | None = None
    state: State | None = None
    branch: int | None = None
    label: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    because: str | None = None
    because_en: str | None = None
    grade: str | None = None
    open: tuple[str, ...] | None = None

    @property
    def given(self) -> dict[str, object]:
        """What is expected, by key."""
        return attrs.asdict(self, filter=lambda _, value: value is not None)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CaseEntry:
    """
    A case as it is written.

    Attributes:
        name: What messages call it, where a file holds several.
        reason: Why the case exists: the sentence, the boundary, the doubt that it settles.
        indicator: The indicator that ``expect`` is about; the total if none is named.
        facts: Values by fact id; others are missing, or as the evidence says.
        expect: What is expected of the indicator, or of the total.
        expect_each: What is expected of several indicators, by id.
    """

    reason: str
    name: str = ""
    indicator: str = ""
    facts: Mapping[str, StatedValue] = attrs.field(factory=dict)
    expect: Expectation | None = None
    expect_each: Mapping[str, Expectation] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CaseFile:
    """
    The keys of a case file. A file with one case writes its keys at the top, one with several under ``[[case]]``.

    Attributes:
        format: ``evalfw.case/1``.
        rubric: Id, alias or path of the rubric; paths start from the folder of the file.
        overlay: Rubric file laid over it, such as the ``indicators.toml`` of an evidence folder.
        evidence: Evidence folder whose facts, overrides and exemptions count where a case says nothing else.
        case: The cases, where there are several.
        reason, name, indicator, facts, expect, expect_each: As in ``[[case]]``, where there is one.
    """

    format: str
    rubric: str
    overlay: str | None = None
    evidence: str | None = None
    case: tuple[CaseEntry, ...] = ()
    reason: str | None = None
    name: str = ""
    indicator: str = ""
    facts: Mapping[str, StatedValue] = attrs.field(factory=dict)
    expect: Expectation | None = None
    expect_each: Mapping[str, Expectation] = attrs.field(factory=dict)


@attrs.frozen(eq=False, repr=False)
class Case:
    """
    A case, ready to be run.

    Attributes:
        file: What it was read from.
        path: The file.
        document: The file, parsed.
        origin: Where in it the case stands.
        entry: What it says.
    """

    file: CaseFile
    path: Path
    document: Document
    origin: Origin
    entry: CaseEntry

    @property
    def name(self) -> str:
        """What messages call it: the name of the file, and its own where there are several."""
        stem = self.path.name.removesuffix(CASE_SUFFIX)
        return f"{stem}: {self.entry.name}" if self.entry.name else stem

    @property
    def expectations(self) -> Mapping[str, Expectation]:
        """What is expected, by id of the indicator; empty for the total."""
        own = {} if self.entry.expect is None else {self.entry.indicator: self.entry.expect}
        return {**self.entry.expect_each, **own}

    @property
    def is_said_twice(self) -> bool:
        """Whether two things are expected of one indicator."""
        return self.entry.expect is not None and self.entry.indicator in self.entry.expect_each


def read_cases(path: Path, shown: str) -> tuple[Case, ...]:
    """
    The cases of the file at *path*, called *shown* in messages.

    Raises:
        RubricError: It is not in order, with every problem of its form.
    """
    document = read_toml(path, shown, RubricError)
    if document.data.get("format") != CASE_FORMAT:
        what = Text(f'这不是用例文件：format 应当是 "{CASE_FORMAT}"', f'not a case file: format is not "{CASE_FORMAT}"')
        raise RubricError([document.problem(("format",), what, verbatim(f'format = "{CASE_FORMAT}"'))])
    file = structure(document, CaseFile, RubricError, evidence_converter())
    cases = tuple(_cases(file, path, document))
    problems = [
        case.origin.problem(
            "", Text("没有写期望（expect 或 expect_each）", "nothing is expected (expect, expect_each)")
        )
        for case in cases
        if not any(expectation.given for expectation in case.expectations.values())
    ]
    beside = ("name", "indicator", "facts", "expect", "expect_each")
    for key in beside if file.case else ():
        if key in document.data:
            problems.append(document.problem((key,), _INSIDE))
    if file.case and file.reason is not None:
        problems.append(document.problem(("reason",), _INSIDE))
    for case in cases:
        if case.is_said_twice:
            what = Text(
                "expect 和 expect_each 说的是同一个指标", "'expect' and 'expect_each' are about the same indicator"
            )
            problems.append(case.origin.problem("expect_each", what))
    if problems:
        raise RubricError(problems)
    return cases


_INSIDE = Text("有 [[case]] 时写在各个用例里", "with [[case]] it belongs into each")


def _cases(file: CaseFile, path: Path, document: Document) -> list[Case]:
    if file.case:
        entries = [(entry, ("case", number)) for number, entry in enumerate(file.case)]
        return [Case(file, path, document, _origin(document, at), entry) for entry, at in entries]
    if file.reason is None:
        raise RubricError([document.problem((), Text("缺少键 'reason'", "missing key 'reason'"))])
    keys = [field.name for field in attrs.fields(CaseEntry)]
    entry = CaseEntry(**{key: getattr(file, key) for key in keys})
    return [Case(file, path, document, _origin(document, ()), entry)]


def _origin(document: Document, at: tuple[str | int, ...]) -> Origin:
    return Origin(document.shown, document.line_of(at), document, at)
