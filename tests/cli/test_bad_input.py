"""Bad input at the command line: a clear message, the right exit code, no traceback, and nothing written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RunCli

BAD_RUBRICS = Path(__file__).parent.parent / "bad_rubrics"


def bad_rubric(name: str) -> Callable[[Path], list[str]]:
    def prepare(sample: Path) -> list[str]:
        shutil.copy(BAD_RUBRICS / f"{name}.toml", "bad.toml")
        return ["--rubric", "./bad.toml"]

    return prepare


def rubric_text(old: str, new: str) -> Callable[[Path], list[str]]:
    """A rubric whose only fault is *new* in place of *old*."""

    def prepare(sample: Path) -> list[str]:
        text = (BAD_RUBRICS / "unknown_key.toml").read_text(encoding="utf-8").replace("wieght = 2\n", "")
        assert old in text
        Path("bad.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return ["--rubric", "./bad.toml"]

    return prepare


def big(name: str, *arguments: str) -> Callable[[Path], list[str]]:
    def prepare(sample: Path) -> list[str]:
        with Path(name).open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
        return list(arguments)

    return prepare


def gbk_rubric(sample: Path) -> list[str]:
    Path("bad.toml").write_bytes('title = "评分表"\n'.encode("gb18030"))
    return ["--rubric", "./bad.toml"]


def other_rubric(sample: Path) -> list[str]:
    path = sample / "evidence.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"nanjing/2021"', '"suzhou/2021"', 1), encoding="utf-8")
    return [str(sample), "--rubric", "2021"]


def changed_fact(value: str) -> Callable[[Path], list[str]]:
    def prepare(sample: Path) -> list[str]:
        (sample / "facts/x.toml").write_text(f'[[fact]]\nid = "satisfaction.rate"\nvalue = {value}\n', encoding="utf-8")
        return [str(sample), "--rubric", "2021"]

    return prepare


DEEP = "[" * 3000 + "]" * 3000

BAD: dict[str, tuple[Callable[[Path], list[str]], str]] = {
    "unknown rubric": (
        lambda sample: ["--rubric", "nanjing/2012"],
        "没有评分表 “nanjing/2012” — 是不是 nanjing/2021？",
    ),
    "unknown key": (
        bad_rubric("unknown_key"),
        r"bad\.toml:\d+: indicator\[a\.y\]\.wieght: 没有这个键 — 是不是 weight？",
    ),
    "wrong type": (bad_rubric("wrong_types"), r"bad\.toml:\d+: indicator\[a\.y\]\.weight: 应当是数，写的是 'two'"),
    "duplicate id": (bad_rubric("duplicate_id"), r"bad\.toml:\d+: indicator\[a\.x\]\.id: 编号 'a\.x' 用了两次"),
    "weights": (
        bad_rubric("weights_do_not_reach_the_full_mark"),
        r"bad\.toml:\d+: full_mark: 一级指标分值合计 3，与满分 100 不符",
    ),
    "unknown fact": (
        bad_rubric("rule_on_unknown_fact"),
        r"bad\.toml:\d+: .*: 第 1 列：没有声明事实 'dnoe' — 是不是 done？",
    ),
    "NaN in a rubric": (bad_rubric("not_a_number"), r"bad\.toml:\d+: .*above: NaN 不是数"),
    "NaN in evidence": (changed_fact("nan"), r"facts/x\.toml:3: fact\[satisfaction\.rate\]\.value: NaN 不是数"),
    "10,000 digits in a rubric": (
        rubric_text("full_mark = 3", "full_mark = " + "3" * 10_000),
        r"bad\.toml:\d+: 数字太长：最多 30 位",
    ),
    "10,000 digits in evidence": (changed_fact("0." + "9" * 10_000), r"facts/x\.toml:3: .*value: 数字太长：最多 30 位"),
    "nested brackets in a rubric": (
        rubric_text("full_mark = 3", f"full_mark = {DEEP}"),
        r"bad\.toml:\d+: 括号嵌套太深：最多 100 层",
    ),
    "nested brackets in evidence": (changed_fact(DEEP), r"facts/x\.toml:3: 括号嵌套太深：最多 100 层"),
    "200 MB rubric": (big("bad.toml", "--rubric", "./bad.toml"), r"bad\.toml: 文件太大：200\.0 MB，最多读 8 MB"),
    "200 MB evidence": (
        big("big.toml", "big.toml", "--rubric", "2021"),
        r"big\.toml: 文件太大：200\.0 MB，最多读 8 MB",
    ),
    "not UTF-8": (gbk_rubric, r"bad\.toml:1: 不是 UTF-8 文本.* — 像是 GBK/GB18030 编码"),
    "evidence for another rubric": (
        other_rubric,
        r"evidence\.toml:\d+: rubric: 这份证据是为评分表 'suzhou/2021' 收集的，不是 'nanjing/2021'",
    ),
    "missing folder": (lambda sample: ["nowhere", "--rubric", "2021"], "nowhere: 没有这个文件夹或文件"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str, cli: RunCli, sample: Path) -> None:
    prepare, told = BAD[name]
    arguments = prepare(sample)
    before = sorted(path.name for path in Path().iterdir())
    ran = cli("run", *arguments, "--output", "report.txt")
    assert (ran.code, ran.out) == (3, "")
    assert re.search(told, ran.err), ran.err
    assert "Traceback" not in ran.err and len(ran.err) < 2000
    assert sorted(path.name for path in Path().iterdir()) == before, "nothing is written"
