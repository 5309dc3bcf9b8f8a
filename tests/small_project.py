"""The smallest project: a rubric of one indicator, and evidence with one fact, in the working folder."""

from __future__ import annotations

from pathlib import Path


def lay_rubric(rule: str, folder: Path = Path()) -> None:
    """``rubric.toml`` with one indicator of one point, whose *rule* may read the count ``n``."""
    folder.joinpath("rubric.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "t/t"\nversion = "1"\ntitle = "甲"\nfull_mark = 1\n'
        'fact = [{ id = "n", label = "数", type = "count" }]\n'
        f'indicator = [{{ id = "a", title = "乙", weight = 1, criterion = "…", rule = {rule} }}]\n',
        encoding="utf-8",
    )


def lay_project(rule: str) -> None:
    """The rubric, and ``evidence/`` in which ``n`` is 1."""
    lay_rubric(rule)
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "t/t"\nsubject = { id = "s", name = "某" }\n'
        'fact = [{ id = "n", value = 1 }]\n',
        encoding="utf-8",
    )
