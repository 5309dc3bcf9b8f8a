"""Many evidence folders in one process: each rubric is loaded and compiled once, and all units stand in one result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evalfw.evidence import EVIDENCE_FILE, INDICATORS_FILE, check_evidence, collect, complete_rubric
from evalfw.extending.evaluating.opening import day_of
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.observing import Observers
from evalfw.extending.project.meant import find_meant
from evalfw.extending.project.named import overlays_of
from evalfw.extending.project.project import PROJECT_FILE, Project
from evalfw.foundation import (
    SILENT,
    UNREADABLE,
    EvalfwError,
    EvidenceError,
    InputError,
    Language,
    Problem,
    Progress,
    RequestError,
    Text,
    called,
    is_there,
    reason_of,
    well_formed,
)
from evalfw.rubric import Rubric
from evalfw.scoring import score

if TYPE_CHECKING:
    from evalfw.population import BatchDone, FolderUnit


class FoldersRequest(NamedTuple):
    """
    Which folders are scored, and where the result goes.

    Attributes:
        folder: Holds the evidence folders, or the projects with one.
        output: The result, a file of Parquet.
        rubric: The rubric; that of each project or evidence if None.
        overlays: Files that are laid over it.
        as_of: The day by which exemptions and overrides are judged; as each evidence says if None.
        today: That day, where an evidence says none.
        force: Whether a result that is there may be written over.
        language: Of reasons.
    """

    folder: Path
    output: Path
    rubric: str | None = None
    overlays: tuple[str, ...] = ()
    as_of: date | None = None
    today: date | None = None
    force: bool = False
    language: Language = "zh"


def score_folders(request: FoldersRequest, host: PluginHost, progress: Progress = SILENT) -> BatchDone:
    """
    Score every evidence folder in a folder, as ``evalfw run`` scores each.

    Args:
        request: Which, and where the result goes.
        host: The plugins.
        progress: Told of folders, and of what a person may want to know.

    Raises:
        EvalfwError: There is no such folder or no evidence in it, or there is another result. Folders that are not in order are told in the
            result, as rows of a table are.
    """
    from evalfw.population import needs

    needs("polars")
    from evalfw.population import write_folders  # with Polars, which single evaluations do without

    folders = _folders(request.folder, progress)
    reader = _Reader(request, host)
    units: list[FolderUnit] = []
    refused: list[list[str]] = []
    for number, folder in progress.over(list(enumerate(folders, 1)), Text("读取证据", "reading evidence")):
        try:
            units.append(reader.unit(number, folder))
        except EvalfwError as error:
            refused += ([str(number), folder.name, *row] for row in _reasons(error, request.language))
        except OSError as error:
            problem = Problem(called(Path(error.filename or folder)), None, "", UNREADABLE + reason_of(error))
            refused += (
                [str(number), folder.name, *row] for row in _reasons(EvidenceError([problem]), request.language)
            )
    return write_folders(units, refused, request.folder, request.output, progress, request.force, request.language)


def _folders(folder: Path, progress: Progress) -> list[Path]:
    """The folders in *folder* that hold evidence, in order of name. Raises RequestError: there is none."""
    if not folder.is_dir():
        raise RequestError(Text(f"没有文件夹 {folder}", f"there is no folder {folder}"))
    below = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    found = [each for each in below if _may_be_evidence(each)]
    others = [each.name for each in below if each not in found]
    if not found:
        raise RequestError(Text(f"{folder} 里没有证据文件夹", f"there is no evidence folder in {folder}"))
    if others:
        some = "、".join(others[:3]) + ("…" if len(others) > 3 else "")
        said = Text(f"不是证据文件夹，没有读：{some}", f"no evidence folders, not read: {some.replace('、', ', ')}")
        progress.notice(said + Text(f"（共 {len(others)} 个）", f" ({len(others)})"))
    return found


def _may_be_evidence(folder: Path) -> bool:
    """Whether evidence lies in *folder*, or nobody may look."""
    try:
        return is_there(folder / EVIDENCE_FILE) or is_there(folder / PROJECT_FILE)
    except PermissionError:
        return True


def _reasons(error: EvalfwError, language: Language) -> Iterator[list[str]]:
    """Place, value and reason of everything that *error* tells."""
    if not isinstance(error, InputError):
        yield ["", "", error.message.read(language)]
        return
    for each in error.problems:
        place = each.place
        hint = "" if each.hint is None else f" — {each.hint.read(language)}"
        yield [place, each.path, f"{each.what.read(language)}{hint}"]


class _Reader:
    """Reads evidence folders, and each rubric once."""

    def __init__(self, request: FoldersRequest, host: PluginHost) -> None:
        self._request = request
        self._host = host
        self._rubrics: dict[tuple[object, ...], Rubric] = {}
        self._units: dict[str, int] = {}

    def unit(self, number: int, folder: Path) -> FolderUnit:
        """The unit whose evidence is in *folder*. Raises EvalfwError: it is not in order."""
        from evalfw.population import FolderUnit, plain_cells, said_of, unit_of

        request, host = self._request, self._host
        project, path = find_meant(folder)
        path = path or folder
        shown = well_formed(path.as_posix())
        collected = collect(path, host.collectors, shown, digests=False)
        ref = request.rubric or (project.rubric if project is not None else None) or collected.file.rubric
        rubric = self._rubric(ref, project, path, shown)
        evidence = check_evidence(collected, rubric)
        day = request.as_of or day_of(evidence, request.today)
        key = rubric.identity.sha256
        if key not in self._units:
            self._units[key] = unit_of(rubric)
        cells = plain_cells(evidence, rubric, self._units[key], day)
        said = {}
        if cells is None:
            evidence = Observers(host).adjudicated(evidence, rubric)
            said = said_of(score(rubric, evidence, day), rubric)
        subject = evidence.subject
        return FolderUnit(number, subject.id or folder.name, subject.name, shown, rubric, cells, said)

    def _rubric(self, ref: str, project: Project | None, path: Path, shown: str) -> Rubric:
        """The rubric *ref*, as the project and the evidence in *path* complete it."""
        overlays = overlays_of(project, self._request.overlays, self._host)
        below = project.folder if project is not None and self._request.rubric is None else None
        own = path / INDICATORS_FILE
        content = own.read_bytes() if is_there(own) else b""
        asked = (ref, below if Path(ref).suffix else None, overlays, content)
        if asked not in self._rubrics:
            plain = (ref, asked[1], overlays)
            if plain not in self._rubrics:
                self._rubrics[plain] = self._host.load(ref, overlays, below)
            base = self._rubrics[plain]
            args = (self._host.rubrics, self._host.vocabulary, overlays)
            self._rubrics[asked] = complete_rubric(base, path, shown, *args)
        return self._rubrics[asked]
