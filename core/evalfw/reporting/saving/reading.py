"""A saved report read back, so that it can be rendered without scoring again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import get_args

import attrs

from evalfw.evidence import HistoryHead, Period, Section, Subject
from evalfw.foundation import (
    MAX_TABLE_BYTES,
    Document,
    KeyPath as DocumentPath,
    Language,
    MisfitError,
    Problem,
    ReportError,
    Text,
    parse_json,
    read_text,
    strict_converter,
    well_formed,
)
from evalfw.language import Range
from evalfw.reporting.saving.adding_up import contradictions
from evalfw.reporting.saving.cursor import Cursor
from evalfw.reporting.saving.extras_reading import attachment, change, what_if
from evalfw.reporting.saving.indicator_reading import fact_at, range_at, tree_at
from evalfw.reporting.saving.sealing import SEAL, seal_of
from evalfw.reporting.saving.source_reading import AUDIENCES, audience_at
from evalfw.reporting.saving.writing import FORMAT
from evalfw.rubric import GateAction, LayerInfo, Layout, Role, RubricIdentity, Status, form_problems
from evalfw.scoring import (
    Contribution,
    Finding,
    GateResult,
    GateState,
    ModelResult,
    Report,
    Severity,
    Total,
)

HOW_TO_SAVE = Text("用 evalfw run -f json 保存", "save one with: evalfw run -f json")


def read_report(path: Path, shown: str = "") -> tuple[Report, Language]:
    """
    The report that was saved at *path* with ``--format json``, and the language of its sentences.

    Args:
        path: The file.
        shown: Its name in messages; the path if empty.

    Raises:
        ReportError: It cannot be read, is no saved report, or not in order.
    """
    shown = shown or well_formed(path.as_posix())
    try:
        document = parse_json(read_text(path, shown, ReportError, most=MAX_TABLE_BYTES), shown, ReportError)
    except ReportError as error:  # a report in another format, most likely
        raise ReportError([attrs.evolve(each, hint=each.hint or HOW_TO_SAVE) for each in error.problems]) from None
    return report_in(document)


def report_in(document: Document) -> tuple[Report, Language]:
    """The report in *document*, and its language. Raises ReportError."""
    top = Cursor(document, document.data)
    if document.data.get("format") != FORMAT:
        what = Text(f'这不是保存的报告：format 应当是 "{FORMAT}"', f'not a saved report: format is not "{FORMAT}"')
        raise (top["format"] if "format" in document.data else top).fault(what, HOW_TO_SAVE)
    language: Language = top["language"].one_of(get_args(Language))
    rubric, period, history = top["rubric"], top["period"], top["history"]
    report = Report(
        rubric=RubricIdentity(rubric["id"].text(), rubric["version"].text(), (), rubric["sha256"].text()),
        title=rubric["title"].text(),
        subject=Subject(id=top["subject"]["id"].text(), name=top["subject"]["name"].text()),
        document=top["document"].text(),
        period=period.maybe(_period),
        as_of=top["as_of"].day(),
        total=_total(top["total"]),
        indicators=tree_at(top["indicators"]),
        findings=tuple(map(_finding, top["findings"].items())),
        narrative=tuple(_section(each) for each in top["narrative"].items()),
        tool_version=top["tool"]["version"].text(),
        plugins=tuple(
            Contribution(each["id"].text(), each["distribution"].text(), each["version"].text())
            for each in top["tool"]["plugins"].items()
        ),
        places=2 if top.get("places").is_null else top["places"].whole(),
        models=tuple(map(_model, top["models"].items())),
        gates=tuple(map(_gate, top["gates"].items())),
        status=rubric["status"].one_of(get_args(Status)),
        layers=tuple(map(_layer, rubric["layers"].items())),
        history=history.maybe(_head),
        changes=tuple(map(change, history.get("changes").items())) if not history.is_null else (),
        attachments=tuple(map(attachment, top.get("attachments").items())),
        facts=tuple(map(fact_at, top.get("facts").items())),
        layout=_layout(top.get("layout")),
        what_if=top.get("what_if").maybe(what_if),
        audience="internal" if top.get("audience").is_null else top["audience"].one_of(AUDIENCES),
        withheld=0 if top.get("withheld").is_null else top["withheld"].whole(),
    )
    if document.data.get(SEAL) != seal_of(document.data):
        changed = Text(
            "内容与保存时的校验和不符：文件被改过，或不是 evalfw 保存的",
            "its content does not match its hash: it was changed, or not saved by evalfw",
        )
        raise top.fault(changed, Text("请用原来的证据重新运行", "run it again from its evidence"))
    wrong = list(contradictions(report, document.shown))
    if wrong:
        raise ReportError(wrong)
    return report, language


def _period(at: Cursor) -> Period:
    first, last = at["first"].day(), at["last"].day()
    if first is None or last is None:
        raise at.fault(Text("缺少起止日期", "a first and a last day are needed"))
    return Period(first=first, last=last)


def _section(at: Cursor) -> Section:
    return Section(name=at["name"].text(), markdown=at["markdown"].text())


def _layer(at: Cursor) -> LayerInfo:
    identity = RubricIdentity(at["id"].text(), at["version"].text(), (), at["sha256"].text())
    role = at["role"].one_of(get_args(Role))
    return LayerInfo(identity, "released", role, at["id"].text(), Path(), at["plugin"].text())


def _head(at: Cursor) -> HistoryHead:
    return HistoryHead(at["length"].whole(), at["hash"].text(), at["unrecorded"].texts())


def _layout(at: Cursor) -> Layout:
    if at.is_null:
        return Layout()
    try:
        layout = strict_converter().structure(at.raw, Layout)
    except MisfitError as error:
        first = error.misfits[0]
        raise _below(at, first.path).fault(first.what, first.hint) from None
    paths: list[DocumentPath] = []

    def tell(path: DocumentPath, what: Text, hint: Text | None) -> Problem:
        paths.append(path)
        return Problem("", None, "", what, hint)

    for problem in form_problems(layout, tell):
        raise _below(at, paths[0]).fault(problem.what, problem.hint)
    return layout


def _below(at: Cursor, path: DocumentPath) -> Cursor:
    for step in path:
        at = list(at.items())[step] if isinstance(step, int) else at.get(step)
    return at


def _total(at: Cursor) -> Total:
    if at.is_null:
        zero = Fraction(0)
        return Total(zero, zero, Range(zero, zero), None, (), is_made=False)
    return Total(
        points=at["points"].number(),
        weight=at["weight"].number(),
        bounds=range_at(at),
        grade=None if at["grade"].is_null else at["grade"].text(),
        grades=at["grades"].texts(),
        failure=at.get("failure").said(),
        is_sum=at["sum"].flag(),
        by=at["plugins"].texts(),
    )


def _model(at: Cursor) -> ModelResult:
    return ModelResult(
        id=at["id"].text(),
        title=at["title"].text(),
        kind=at["kind"].text(),
        words=at["words"].said(),
        at=at["at"].text(),
        points=at["points"].number(),
        weight=at["weight"].number(),
        bounds=range_at(at),
        failure=at.get("failure").said(),
        by=at["plugins"].texts(),
    )


def _gate(at: Cursor) -> GateResult:
    return GateResult(
        id=at["id"].text(),
        title=at["title"].text(),
        criterion=at["criterion"].text(),
        action=at["action"].one_of(get_args(GateAction)),
        at=at["at"].text(),
        state=at["state"].one_of(get_args(GateState)),
        because=at["because"].said(),
        points=at["points"].maybe_number(),
        grade=None if at["grade"].is_null else at["grade"].text(),
        facts=at.get("facts").texts(),
        by=at["plugins"].texts(),
    )


def _finding(at: Cursor) -> Finding:
    return Finding(
        code=at["code"].text(),
        severity=at["severity"].one_of(get_args(Severity)),
        message=at["message"].said(),
        indicators=at["indicators"].texts(),
        at_stake=at["at_stake"].maybe_number(),
        audience=audience_at(at.get("audience")),
    )
