"""
Every document of every shipped rubric and sample, to compare two states of evalfw byte for byte.

    python tests/bench/documents.py OUT                 write them
    python tests/bench/documents.py OUT --against OLD   and name every file that differs from those in OLD

Reports in every format, both languages and both editions; pages about rubrics, lints, tests, differences, migrations and schemas; workbooks, status and checks
of evidence; comparisons of saved reports; results, explanations and views of batches. Everything goes through the command line, so that two states that
differ inside can be compared. The last line is a summary; the exit status is 1 where a file differs.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from evalfw_cli import main as evalfw

RUBRICS = ("nanjing/2021", "mof/project-2020", "mof/department-2013", "pefa/2016")
LANGUAGES = ("zh", "en")
FORMATS = ("tree", "table", "summary", "json", "md", "docx", "xlsx", "pdf", "html", "csv", "junit")
SAMPLES = Path(__file__).parents[2] / "rubrics/evalfw_rubrics"
TABLE = Path(__file__).parent / "made-up-units.csv"


class Recorder:
    """Runs commands and keeps what they print, as a file for each."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def run(self, name: str, *arguments: str) -> None:
        """Run a command; what it prints and its exit code become ``NAME.txt``."""
        stdout, stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with redirect_stdout(stdout), redirect_stderr(stderr):
            code = evalfw(list(arguments))
        stdout.flush()
        stderr.flush()
        said = stdout.buffer.getvalue() + b"\n--- stderr\n" + stderr.buffer.getvalue() + f"\n--- exit {code}\n".encode()
        path = self.out / "said" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said)


def make(out: Path) -> None:
    """Write everything below *out*, which is the working folder meanwhile."""
    recorder = Recorder(out)
    os.chdir(out)
    Path("compare").mkdir()
    Path("cohort").mkdir()
    for rubric in RUBRICS:
        stem = rubric.replace("/", "-")
        for language in LANGUAGES:
            for audience in ("internal", "public"):
                formats = [
                    part for each in FORMATS if each not in ("table", "summary", "tree") for part in ("-f", each)
                ]
                common = ("--lang", language, "--audience", audience, "--as-of", "2022-03-31")
                folder = f"reports/{stem}-{language}-{audience}/"
                recorder.run(f"run/{stem}-{language}-{audience}", "run", "-r", rubric, *formats, "-o", folder, *common)
                for each in ("tree", "table", "summary"):
                    recorder.run(f"run/{stem}-{language}-{audience}-{each}", "run", "-r", rubric, "-f", each, *common)
            speak = ("--lang", language)
            recorder.run(f"rubric/{stem}-{language}-lint", "rubric", "lint", rubric, *speak)
            recorder.run(f"rubric/{stem}-{language}-test", "rubric", "test", rubric, *speak)
            recorder.run(f"rubric/{stem}-{language}-show", "rubric", "show", rubric, *speak)
            recorder.run(f"rubric/{stem}-{language}-resolved", "rubric", "show", rubric, "--resolved", *speak)
            recorder.run(
                f"rubric/{stem}-{language}-docs", "rubric", "docs", rubric, "-o", f"docs/{stem}-{language}", *speak
            )
            for other in RUBRICS:
                for form in ("text", "json", "html"):
                    name = f"diff/{stem}-{other.replace('/', '-')}-{language}-{form}"
                    if (other != rubric and form != "html") or other > rubric:
                        recorder.run(name, "rubric", "diff", rubric, other, "--format", form, *speak)
            blank, filled = f"init/{stem}-{language}", f"samples/{stem}-{language}"
            who = ("--name", "某某局", "--id", "moumouju")
            recorder.run(f"evidence/{stem}-{language}-init", "init", blank, "-r", rubric, *who, *speak)
            shutil.copytree(SAMPLES / rubric / "sample", filled)
            for sort, place in (("blank", f"{blank}/evidence"), ("filled", filled)):
                name, sheets = f"evidence/{stem}-{language}-{sort}", f"sheets/{stem}-{language}-{sort}"
                recorder.run(f"{name}-template", "evidence", "template", place, "-r", rubric, "-o", sheets, *speak)
                recorder.run(f"{name}-import", "evidence", "import", sheets, "-e", place, *speak)
                for form in ("text", "json"):
                    recorder.run(f"{name}-status-{form}", "evidence", "status", place, "--format", form, *speak)
                    recorder.run(f"{name}-check-{form}", "evidence", "check", place, "--format", form, *speak)
                recorder.run(f"{name}-history", "evidence", "history", place, *speak)
                for other in RUBRICS:
                    moved = (f"{name}-migrate-{other.replace('/', '-')}", "rubric", "migrate", place, "--to", other)
                    recorder.run(*moved, *speak)
    for language in LANGUAGES:
        speak = ("--lang", language)
        saved = [str(path) for path in sorted(Path("reports").glob(f"*-{language}-*/*.json"))]
        for form in ("text", "json", "html", "xlsx"):
            recorder.run(
                f"compare/{language}-{form}", "compare", *saved, "-f", form, "-o", f"compare/{language}.{form}", *speak
            )
        recorder.run(
            f"render/{language}", "render", saved[0], "-f", "html", "-f", "docx", "-o", f"render/{language}/", *speak
        )
        recorder.run(
            f"batch/{language}-describe", "batch", "-r", "nanjing/2021", "--data", str(TABLE), "--describe", *speak
        )
        result = f"batch/{language}.parquet"
        recorder.run(
            f"batch/{language}",
            "batch",
            "-r",
            "nanjing/2021",
            "--data",
            str(TABLE),
            "-o",
            result,
            "--explain",
            "text",
            *speak,
        )
        recorder.run(f"batch/{language}-explain", "explain", result, "--unit", "u0003", *speak)
        for audience in ("internal", "public"):
            for form in ("text", "json", "html", "xlsx"):
                to = ("-f", form, "-o", f"cohort/{language}-{audience}.{form}")
                shown = ("--audience", audience, *(("--k", "3") if audience == "public" else ()))
                recorder.run(f"cohort/{language}-{audience}-{form}", "cohort", result, *to, *shown, *speak)
        for sort in ("rubric", "evidence", "case"):
            recorder.run(f"schema/{sort}-{language}", "schema", sort, *speak)
        os.environ["EVALFW_LANG"] = language
        for group in (
            (),
            ("run",),
            ("evidence",),
            ("rubric",),
            ("plugin",),
            ("batch",),
            ("render",),
            ("compare",),
            ("cohort",),
            ("explain",),
        ):
            recorder.run(f"help/{'-'.join(group) or 'all'}-{language}", *group, "--help")
        recorder.run(f"plugin/list-{language}", "plugin", "list", *speak)


def differing(new: Path, old: Path) -> list[str]:
    """Paths of the files that are only in one of the two folders, or differ."""
    paths = {path.relative_to(root) for root in (new, old) for path in root.rglob("*") if path.is_file()}
    return sorted(str(path) for path in paths if _content(new / path) != _content(old / path))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def main() -> int:
    """Write the documents, and compare them where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    parser.add_argument("out", type=Path)
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    out, old = given.out.resolve(), given.against.resolve() if given.against else None
    os.environ["SOURCE_DATE_EPOCH"] = "1648684800"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    make(out)
    count = sum(1 for path in out.rglob("*") if path.is_file())
    if old is None:
        print(f"{count} files")
        return 0
    found = differing(out, old)
    for name in found:
        print(name)
    print(f"{count} files, {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
