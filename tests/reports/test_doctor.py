"""``evalfw doctor``, and what happens where fonts or extras are missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import RunCli

from evalfw import PluginError
from evalfw_plugins.pdf import fonts
from evalfw_plugins.word.fonts import ALTERNATIVES, BODY, TITLE


def test_doctor_says_what_is_there_what_stands_in_and_what_to_install(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Noto Serif CJK SC", "黑体", "KaiTi"}))
    ran = cli("doctor")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["黑体", "有"] in lines
    assert ["仿宋_GB2312", "没有，用", "Noto", "Serif", "CJK", "SC", "代替"] in lines
    assert ["楷体_GB2312", "没有，用", "KaiTi", "代替"] in lines
    assert "Word 文件里总是写公文规定的字体名" in ran.out and "方正小标宋简体由方正提供" in ran.out


def test_doctor_fails_where_there_is_no_chinese_font_at_all(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Liberation Serif"}))
    ran = cli("doctor")
    assert ran.code == 1 and "apt install fonts-noto-cjk" in ran.out
    assert "missing, and nothing to use instead" in cli("doctor", "--lang", "en").out


def test_a_pdf_without_chinese_fonts_is_refused_and_not_a_row_of_boxes(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalfw_plugins.pdf.typesetting.families", lambda: frozenset({"Liberation Serif"}))
    ran = cli("run", "--rubric", "2021", "-f", "pdf", "-o", "r.pdf")
    assert ran.code == 3 and "没有中文字体" in ran.err and "evalfw doctor" in ran.err and not Path("r.pdf").exists()
    with pytest.raises(PluginError):
        fonts.lists_of(frozenset())


def test_without_typst_the_message_says_what_to_install(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = cli("run", "--rubric", "2021", "-f", "pdf", "-o", "r.pdf")
    assert ran.code == 3 and "pip install 'evalfw[pdf]'" in ran.err and "--pdf-via soffice" in ran.err


def test_the_official_font_comes_first_then_the_best_alternative() -> None:
    assert fonts.chosen(BODY, {BODY, "FangSong"}) == BODY
    assert fonts.chosen(BODY, {"FangSong", "Noto Serif CJK SC"}) == "FangSong"
    assert fonts.chosen(TITLE, {"Noto Sans CJK SC"}) == "Noto Sans CJK SC"
    assert all(names for names in ALTERNATIVES.values())
