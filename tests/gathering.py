"""A made-up rubric with facts of every type, and an evidence folder for it; for tests of gathering."""

from __future__ import annotations

from pathlib import Path

RUBRIC = """format = "evalfw.rubric/1"
id = "made-up/gathering"
version = "1"
title = "虚构的指标体系"
full_mark = 10
places = 1
fact = [
  { id = "money.income", label = "本年收入", type = "money", unit = "万元", min = 0 },
  { id = "money.spent", label = "本年支出", type = "money", unit = "万元", min = 0 },
  { id = "money.rate", label = "预算执行率", type = "ratio", min = 0, derivation = "money.spent / money.income", tolerance = 0.00005 },
  { id = "people.satisfied", label = "满意度", type = "ratio", min = 0, max = 1 },
  { id = "people.asked", label = "调查份数", type = "count", unit = "份" },
  { id = "rules.written", label = "制度成文", type = "bool" },
  { id = "level", label = "公开程度", type = "choice", choices = { full = "全部公开", part = "部分公开" } },
  { id = "held_on", label = "会议日期", type = "date" },
]

[[indicator]]
id = "a"
title = "甲类"
weight = 6

[[indicator]]
id = "a.rate"
title = "执行率"
weight = 4
description = "年末支出与收入之比"
criterion = "达到90%得4分，否则得1分"
rule = { kind = "cases", rows = [{ when = "money.rate >= 0.9", points = 4 }, { when = "money.rate < 0.9", points = 1 }] }

[[indicator]]
id = "a.rules"
title = "制度"
weight = 2
criterion = "制度成文得2分"
rule = { kind = "all_or_nothing", when = "rules.written" }

[[indicator]]
id = "b"
title = "乙类"
weight = 4
criterion = "满意度达到80%得4分，否则不得分"
rule = { kind = "cases", rows = [{ when = "people.satisfied >= 0.8", points = 4 }, { when = "people.satisfied < 0.8", points = 0 }] }
"""

EVIDENCE = """format = "evalfw.evidence/1"
rubric = "made-up/gathering"
document = "虚构的报告"
subject = { id = "some", name = "某某局（虚构）" }
period = { first = 2021-01-01, last = 2021-12-31 }
"""


def lay_gathering(more: str = "", folder: Path = Path(), files: dict[str, str | bytes] | None = None) -> Path:
    """
    A project in *folder*: ``rubric.toml``, ``evalfw.toml`` and ``evidence/``.

    Args:
        more: What ``evidence.toml`` says besides.
        folder: Where.
        files: More files of the evidence folder.
    """
    root = folder / "evidence"
    root.mkdir(parents=True)
    folder.joinpath("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    folder.joinpath("evalfw.toml").write_text('rubric = "./rubric.toml"\nevidence = "evidence"\n', encoding="utf-8")
    root.joinpath("evidence.toml").write_text(EVIDENCE + more, encoding="utf-8")
    for name, content in (files or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Every file below *root*, with its content."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
