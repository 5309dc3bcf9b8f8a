"""Papers for the public: no figure that lets an internal one be worked out, and no folder of the machine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import RunCli
from small_project import lay_project, lay_rubric

RULE = '{ kind = "all_or_nothing", when = "n >= 1" }'
FORMATS = ("html", "xlsx", "docx", "csv", "md", "json", "junit")


def every_word(folder: Path) -> bytes:
    """What the files below *folder* hold, archives unpacked."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found.append(content)
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    found += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(found)


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_folder_of_the_machine_is_in_a_paper(audience: str, cli: RunCli) -> None:
    home = Path("zhangsan/secret-project")
    home.mkdir(parents=True)
    lay_rubric(RULE)
    lay_project(RULE)
    Path("evidence").rename(home / "evidence")
    given = [word for name in FORMATS for word in ("-f", name)]
    evidence, rubric = (home / "evidence").absolute(), Path("rubric.toml").absolute()
    ran = cli("run", evidence, "-r", rubric, "-q", "--audience", audience, *given, "-o", "out/")
    assert ran.code == 0, ran.err
    words = every_word(Path("out"))
    assert "某".encode() in words
    assert b"zhangsan" not in words and str(Path.cwd()).encode() not in words


RATIO = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 10
fact = [
  { id = "spent", label = "内部支出", type = "money", unit = "万元" },
  { id = "budget", label = "预算", type = "money", unit = "万元" },
  { id = "rate", label = "执行率", type = "ratio", derivation = "spent / budget", tolerance = 0.001 },
  { id = "rest", label = "其余", type = "ratio", derivation = "1 - rate", tolerance = 0.001 },
]
indicator = [{ id = "a", title = "执行", weight = 10, criterion = "按执行率得分", rule = { kind = "proportional", fact = "rest", target = "50%" } }]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "t/t"
subject = { id = "s", name = "某" }
fact = [{ id = "spent", value = 777.13, audience = "internal" }, { id = "budget", value = 1000 }, { id = "rate", value = "77.713%" }, { id = "rest", value = "22.287%" }]
"""


def test_what_follows_from_an_internal_fact_is_withheld_where_it_is_stated_too(cli: RunCli) -> None:
    Path("rubric.toml").write_text(RATIO, encoding="utf-8")
    Path("e.toml").write_text(EVIDENCE, encoding="utf-8")
    for audience, is_shown in (("internal", True), ("public", False)):
        ran = cli(
            "run",
            "e.toml",
            "-r",
            "./rubric.toml",
            "-q",
            "--audience",
            audience,
            "-f",
            "json",
            "-f",
            "md",
            "-o",
            f"{audience}/",
        )
        assert ran.code == 0, ran.err
        words = every_word(Path(audience)).decode("utf-8")
        for figure in ("777.13", "77.713", "22.287"):
            assert (figure in words) is is_shown, (audience, figure)
