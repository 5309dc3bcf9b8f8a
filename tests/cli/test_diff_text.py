"""The diff as text, for changes that are not in the tutorial."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, RunCli

MADE_UP = (DATA / "made-up.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("edits", "language", "said"),
    [
        (
            {'id = "rate"': 'id = "share"\nwas = ["rate"]', 'fact = "rate"': 'fact = "share"', "rate <= 1": "share <= 1"},
            "zh",
            ("完成率  share", "原编号 rate"),
        ),
        (
            {'kind = "proportional", fact = "rate", target = 1': 'kind = "formula", points = "clamp(rate * rate * 4, 0, 4)"'},
            "zh",
            ("〔改规则〕", "规则 - 完成率达到100%得4分", "例"),
        ),
        ({"label = \"完成\"\ntype": 'label = "做完"\ntype'}, "en", ("做完  done", "3 give the same for all facts")),
        ({'when = "not done"': 'when = "rate < 0.5"'}, "zh", ("一票否决  veto",)),
        ({'risk = "high"': 'risk = "high"\nexplain_when = "rate < 1"'}, "zh", ("须说明偏差的条件变了",)),
        ({'when = "done" }\nrisk': 'when = "done and signed" }\nrisk', '[[scale]]': '[[fact]]\nid = "signed"\nlabel = "已签字"\ntype = "bool"\n\n[[scale]]'}, "zh", ("还要提供 已签字 (signed)",)),
    ],
)  # fmt: skip
def test_each_sort_of_change_has_its_lines(
    cli: RunCli, edits: dict[str, str], language: str, said: tuple[str, ...]
) -> None:
    text = MADE_UP
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    Path("old.toml").write_text(MADE_UP, encoding="utf-8")
    Path("new.toml").write_text(text, encoding="utf-8")
    ran = cli("rubric", "diff", "./old.toml", "./new.toml", "--lang", language)
    assert ran.code == 0, ran.err
    for each in said:
        assert each in ran.out, ran.out


def test_a_scale_that_is_gone_is_named_by_its_id(cli: RunCli) -> None:
    ran = cli("rubric", "diff", "pefa/2016", "nanjing/2021")
    assert "       - pefa\n" in ran.out and "<bound method" not in ran.out
