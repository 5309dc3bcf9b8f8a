"""What a search for plugins found is remembered, and never longer than it is true."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from plugins_on_disk import install

from evalfw.extending.plugins import discovery, remembering
from evalfw.extending.plugins.discovery import Found, find_plugins

OLD = 1_000_000_000_000_000_000


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one plugin, alone on the path, changed long ago; and a memory of its own."""
    folder = tmp_path / "site"
    install(folder, "dist-one", {}, "one", "one_module")
    settle(folder)
    monkeypatch.setattr(sys, "path", [str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(remembering, "_path", lambda: f"{tmp_path}/memory/found")
    return folder


def settle(folder: Path, at: int = OLD) -> None:
    """Everything in *folder* was changed long ago."""
    for path in (*folder.rglob("*"), folder):
        os.utime(path, ns=(at, at))


def names() -> list[str]:
    return [each.id for each in find_plugins()]


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every time that the folders are looked through."""
    counted: list[object] = []
    scan = discovery._scan

    def counting(folders: object) -> object:
        counted.append(folders)
        return scan(folders)  # type: ignore[arg-type] # passed on as it is

    monkeypatch.setattr(discovery, "_scan", counting)
    return counted


def test_folders_are_looked_through_once(site: Path, scans: list[object]) -> None:
    assert [find_plugins() for _ in range(3)] == [(Found("one", "one_module", "dist-one", "1.0"),)] * 3
    assert len(scans) == 1


@pytest.mark.parametrize("at", [OLD + 1, OLD, OLD - 1])
def test_what_is_installed_or_removed_is_seen(site: Path, scans: list[object], at: int) -> None:
    """Even where everything has one time, as in images that can be built again."""
    assert names() == ["one"]
    install(site, "dist-two", {}, "two", "two_module")
    settle(site, at)
    assert names() == names() == ["one", "two"]
    shutil.rmtree(site / "dist_one-1.0.dist-info")
    settle(site, at)
    assert names() == ["two"] and len(scans) == 3


@pytest.mark.parametrize("file", ["entry_points.txt", "METADATA"])
def test_a_change_inside_the_metadata_of_a_plugin_is_seen(site: Path, scans: list[object], file: str) -> None:
    names()
    os.utime(site / "dist_one-1.0.dist-info" / file, ns=(OLD + 1, OLD + 1))
    assert names() == ["one"] and len(scans) == 2


def test_another_path_is_another_search(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names()
    other = tmp_path / "other"
    install(other, "dist-two", {}, "two", "two_module")
    settle(other)
    monkeypatch.setattr(sys, "path", [str(other)])
    assert names() == ["two"]
    monkeypatch.setattr(sys, "path", [str(site), str(other), str(tmp_path / "none")])
    assert names() == ["one", "two"]
    monkeypatch.setattr(sys, "path", [str(site)])
    assert names() == ["one"]


def test_what_was_changed_a_moment_ago_is_not_remembered(site: Path, scans: list[object]) -> None:
    """Another change might get the same time."""
    (site / "fresh").mkdir()
    names()
    names()
    assert len(scans) == 2


def test_nothing_is_written_where_compiled_modules_are_not(
    site: Path, scans: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert names() == names() == ["one"]
    assert len(scans) == 2 and not (tmp_path / "memory").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "memory").write_text("a file, no folder", encoding="utf-8")
    assert names() == ["one"]


@pytest.mark.parametrize("content", [b"", b"\x00", b"half", b"(\x02\x00\x00\x00i\x01\x00\x00\x00N"])
def test_a_memory_that_is_not_whole_is_no_memory(site: Path, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory/found").write_bytes(content)
    assert names() == names() == ["one"]
