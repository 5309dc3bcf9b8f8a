"""The lines of a workbook that came back: answers, and every mistake with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import attrs

from evalfw.evidence.model import Claim, StatedValue
from evalfw.evidence.provenance import Taken
from evalfw.evidence.workbooks.answers import Answer, Entry, Key, Tell, answers_of, day_of, stray_columns
from evalfw.evidence.workbooks.layout import Line, Plan, Sheet
from evalfw.evidence.workbooks.raw import ERRORS, FORMULA, Raw, unquoted
from evalfw.evidence.workbooks.writing import FIRST
from evalfw.foundation import EvidenceError, Problem, Text, folded, nearest

DISPIMG = re.compile(r"=(?:_xlfn\.)?DISPIMG\(\s*\"([^\"]+)\"\s*,\s*[0-9]+\s*\)", re.IGNORECASE)
HEAD_ROWS = 15
"""Rows in which the one with the names of the columns is looked for."""


class Filled(NamedTuple):
    """
    A workbook that was filled in.

    Attributes:
        file: Its name, without the folder.
        division: Id of who filled it in; empty for one workbook with everything.
        title: What that division is called.
        answers: What it says, by what it is about; each entry with where it was taken from.
        before: What it said when it was sent out, in the same way.
        images: Pictures that answers refer to by their id, with name and content.
        remarks: What a person should know.
        lacking: Self-scores below the full mark without a reason, as indicators.
        supplied_by, supplied_on: As it says at its top.
    """

    file: str
    division: str
    title: str
    answers: Mapping[Key, Answer]
    before: Mapping[Key, Entry]
    images: Mapping[str, tuple[str, bytes]]
    remarks: tuple[Text, ...]
    lacking: tuple[str, ...]
    supplied_by: str
    supplied_on: date | None


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _stray_words(cells: list[str]) -> list[Text]:
    """That *cells* say something about an answer that is not there."""
    if not cells:
        return []
    listed = "、".join(cells[:6]) + ("…" if len(cells) > 6 else "")
    return [
        Text(
            f"{len(cells)} 格写在没有答案的行里，没有导入：{listed}",
            f"{len(cells)} cells stand beside no answer and were not imported: {listed}",
        )
    ]


def _lacks_reason(line: Line, answers: Mapping[Key, Answer], cells: Mapping[str, str]) -> bool:
    """Whether the self-score is below the full mark, and no reason is given."""
    claim = answers.get(("claim", line.id))
    if claim is None or line.indicator is None or cells.get("explanation") or cells.get("reason"):
        return False
    return isinstance(claim.entry, Claim) and claim.entry.points < line.indicator.weight


class LinesReader:
    """Reads one workbook; collects its mistakes."""

    def __init__(self, plan: Plan, raw: Raw, shown: str, file: str, sent: Mapping[tuple[str, str, str], str]) -> None:
        self.plan, self.raw, self.shown, self.file, self.sent = plan, raw, shown, file, sent
        self.problems: list[Problem] = []
        self.images: dict[str, tuple[str, bytes]] = {}

    def filled(self) -> Filled:
        """What it says. Raises EvidenceError with every mistake."""
        items = {sheet.fact.id: self._items(sheet) for sheet in self.plan.sheets if sheet.fact is not None}
        answers: dict[Key, Answer] = {}
        before: dict[Key, Entry] = {}
        lacking: list[str] = []
        stray: list[str] = []
        for sheet in self.plan.sheets:
            if sheet.fact is not None:
                continue
            for line, place, cells in self._lines(sheet):
                own = items.get(line.fact.id) if line.fact is not None else None
                given = answers_of(sheet, line, cells, own, self._teller(place))
                for answer in given:
                    answers[answer.key] = self._placed(answer, sheet, place)
                stray += [
                    f"{sheet.name}!{place[column]}"
                    for column in stray_columns(cells, bool(given) or bool(cells.get("value")))
                ]
                then = {column.id: self.sent.get((sheet.name, line.id, column.id), "") for column in sheet.inputs}
                sent_items = self._sent_items(line)
                for answer in answers_of(sheet, line, then, sent_items, lambda *_: None):
                    before[answer.key] = answer.entry
                if _lacks_reason(line, answers, cells):
                    lacking.append(line.id)
        person, day = self._top()
        if self.problems:
            raise EvidenceError(self.problems)
        division = self.plan.division
        id, title = ("", "") if division is None else (division.id, division.title)
        return Filled(
            self.file,
            id,
            title,
            answers,
            before,
            self.images,
            (*self.raw.remarks, *_stray_words(stray)),
            tuple(lacking),
            person,
            day,
        )

    def _placed(self, answer: Answer, sheet: Sheet, place: Mapping[str, str]) -> Answer:
        taken = Taken(collector="workbook", file=self.file, sheet=sheet.name, cell=place[answer.column])
        return answer._replace(entry=attrs.evolve(answer.entry, taken=taken))

    def _tell(self, place: str, what: Text, hint: Text | None = None) -> None:
        self.problems.append(Problem(self.shown, None, place, what, hint))

    def _teller(self, place: Mapping[str, str], at: str = "") -> Tell:
        """Tells of a mistake in a column of the line at *place*; or *at* a cell."""
        return lambda column, what, hint: self._tell(at or f"{place['']}!{place.get(column, '?')}", what, hint)

    def _lines(self, sheet: Sheet) -> Iterator[tuple[Line, dict[str, str], dict[str, str]]]:
        """Each line of *sheet* that is there, with the cell of every column (under "" the sheet) and its answers."""
        rows = self.raw.sheets.get(sheet.name)
        if rows is None:
            listed = "、".join(name for name in self.raw.sheets if not name.startswith("_"))
            what = Text(f"没有工作表“{sheet.name}”", f"there is no sheet '{sheet.name}'")
            self._tell(sheet.name, what, Text(f"有：{listed}", f"there are: {listed}"))
            return
        at = self._columns(sheet, rows)
        if at is None:
            return
        top, columns = at
        known = {line.id: line for line in sheet.lines}
        seen: dict[str, int] = {}
        for number, row in enumerate(rows[top + 1 :], top + 1):
            id = _cell(row, columns["id"])
            if sheet.fact is not None and id.isdecimal():  # a list has as many lines as it needs
                known.setdefault(id, Line(id, {"id": id}, fact=sheet.fact))
            if id not in known:
                self._check_unknown(sheet, number, row, columns, id)
                continue
            if id in seen:
                what = Text(f"编号 {id} 有两行（第 {seen[id]} 行也是）", f"id {id} has two lines (also {seen[id]})")
                self._tell(f"{sheet.name}!{_letters(columns['id'])}{number + 1}", what)
                continue
            seen[id] = number + 1
            place = {column: f"{_letters(index)}{number + 1}" for column, index in columns.items()} | {"": sheet.name}
            cells = self._answers(sheet, row, columns, place)
            self._check_locked(sheet, known[id], row, columns, place)
            yield known[id], place, cells
        gone = [id for id in known if id not in seen]
        if gone and sheet.fact is None:
            listed = "、".join(gone[:5]) + ("…" if len(gone) > 5 else "")
            self._tell(sheet.name, Text(f"少了 {len(gone)} 行：{listed}", f"{len(gone)} lines are gone: {listed}"))

    def _columns(self, sheet: Sheet, rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
        """The row with the names of the columns, and where each stands."""
        wanted = {column.id for column in sheet.columns}
        for number, row in enumerate(rows[:HEAD_ROWS]):
            names = [unquoted(cell) for cell in row]
            if "id" in names and len(wanted & set(names)) >= 2:
                twice = [name for name in wanted if names.count(name) > 1]
                lacking = [column for column in sheet.columns if column.id not in names]
                for column in lacking:
                    self._tell(sheet.name, Text(f"少了“{column.heading}”这一列", f"the column '{column.id}' is gone"))
                for name in sorted(twice):
                    self._tell(sheet.name, Text(f"“{name}”这一列有两个", f"there are two columns '{name}'"))
                return None if lacking or twice else (number, {name: names.index(name) for name in wanted})
        what = Text("隐藏的列名行不见了", "the hidden row with the names of the columns is gone")
        self._tell(
            sheet.name, what, Text("请用原来的工作簿，把数值粘贴进去", "paste the values into the original workbook")
        )
        return None

    def _check_unknown(
        self, sheet: Sheet, number: int, row: Sequence[str], columns: Mapping[str, int], id: str
    ) -> None:
        """A row that is no line of the rubric may hold nothing: what people add is not passed over."""
        filled = [column for column in sheet.inputs if _cell(row, columns[column.id])]
        if number < FIRST or (not filled and not id) or id == sheet.columns[0].heading:
            return
        where = f"{sheet.name}!{_letters(columns['id'])}{number + 1}"
        what = (
            Text(f"编号“{id[:60]}”不在这个工作簿里", f"'{id[:60]}' is no id of this workbook")
            if id
            else Text(
                "这一行没有编号，填的内容不知道属于谁", "the line has no id, so what is filled in belongs to nothing"
            )
        )
        self._tell(where, what, nearest(id, [line.id for line in sheet.lines]) if id else None)

    def _answers(
        self, sheet: Sheet, row: Sequence[str], columns: Mapping[str, int], place: Mapping[str, str]
    ) -> dict[str, str]:
        cells = {}
        for column in sheet.inputs:
            text = _cell(row, columns[column.id])
            picture = DISPIMG.fullmatch(text)
            if picture is not None and column.id == "file" and picture[1] in self.raw.images:
                self.images[picture[1]] = self.raw.images[picture[1]]
                cells[column.id] = picture[1]
            elif text.startswith(FORMULA):
                if picture is not None:
                    what = Text("图片要放在“附件”列", "a picture belongs into the column of attachments")
                    if column.id == "file":
                        what = Text("图片在文件里找不到", "the picture is not in the file")
                    self._tell(f"{sheet.name}!{place[column.id]}", what)
                else:
                    what = Text(f"填了公式 {text[:40]}；请填数值", f"holds the formula {text[:40]}: give the value")
                    hint = Text("复制后“选择性粘贴→数值”", "copy, then paste special: values")
                    self._tell(f"{sheet.name}!{place[column.id]}", what, hint)
            elif text in ERRORS:
                what = Text(
                    f"是错误值 {text}；请填数值，没有就清空", f"holds the error {text}: give the value, or clear it"
                )
                self._tell(f"{sheet.name}!{place[column.id]}", what)
            else:
                cells[column.id] = unquoted(text)
        return cells

    def _check_locked(
        self, sheet: Sheet, line: Line, row: Sequence[str], columns: Mapping[str, int], place: Mapping[str, str]
    ) -> None:
        for column in sheet.columns:
            if column.is_input or column.id in ("id", "used_by", "hint"):
                continue
            before, now = line.cells.get(column.id, ""), unquoted(_cell(row, columns[column.id]))
            if folded(before) != folded(now):
                what = Text(
                    f"锁定的“{column.heading}”被改了：原为“{before[:40]}”，现为“{now[:40]}”",
                    f"the locked cell '{column.id}' was changed: '{before[:40]}' became '{now[:40]}'",
                )
                self._tell(f"{sheet.name}!{place[column.id]}", what, Text("请改回", "change it back"))

    def _items(self, sheet: Sheet) -> StatedValue | None:
        """The items of a list; None if there are none."""
        items = []
        for _, _, cells in self._lines(sheet):
            filled = {key: text for key, text in cells.items() if text}
            if filled:
                items.append(filled)
        return tuple(items) or None

    def _sent_items(self, line: Line) -> StatedValue | None:
        if line.fact is None or line.fact.type != "list":
            return None
        name = next((sheet.name for sheet in self.plan.sheets if sheet.fact is line.fact), "")
        rows: dict[str, dict[str, str]] = {}
        for (sheet, row, column), text in self.sent.items():
            if sheet == name:
                rows.setdefault(row, {})[column] = text
        return tuple(rows[row] for row in sorted(rows, key=int)) or None

    def _top(self) -> tuple[str, date | None]:
        """Who filled it in, and when, from the top of the first sheet."""
        rows = self.raw.sheets.get(self.plan.sheets[0].name, ()) if self.plan.sheets else ()
        for number, row in enumerate(rows[:HEAD_ROWS]):
            for index, cell in enumerate(row):
                if cell == "填报人":
                    person = unquoted(_cell(row, index + 1))
                    written = _cell(row, index + 3)
                    place = f"{self.plan.sheets[0].name}!{_letters(index + 3)}{number + 1}"
                    day = day_of(written, self._teller({"": place}, place), "") if written else None
                    return ("" if person.startswith(FORMULA) else person), day
        return "", None


def _cell(row: Sequence[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""
