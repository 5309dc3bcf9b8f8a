"""A full disk, a closed stream, a folder without rights, a signal: told in a line and by the exit code, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from gathering import contents, lay_gathering
from small_project import lay_project

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and signals are those of POSIX")
PROGRAM = (sys.executable, "-B", "-c", "import sys, evalfw_cli; sys.exit(evalfw_cli.script())")
RULE = '{ kind = "all_or_nothing", when = "n >= 1" }'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(
    *arguments: str, prefix: Sequence[str] = (), stdout: int | None = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """The program, run by itself."""
    return subprocess.run(
        [*prefix, *PROGRAM, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def without_rights() -> list[str]:
    """What runs a program that may not read everything, although these tests may."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and there is no setpriv to drop that")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@POSIX
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--version",), "标准输出写不了：磁盘满了\n"),
        (("--help",), "写不了：磁盘满了\n"),
        (("rubric", "list"), "标准输出写不了：磁盘满了\n"),
        (("run", "-r", "./rubric.toml", "-q", "-f", "json"), "标准输出写不了：磁盘满了\n"),
    ],
)
def test_a_full_disk_behind_stdout(arguments: tuple[str, ...], told: str, work: Path) -> None:
    lay_project(RULE)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = ran(*arguments, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (2, told)


@POSIX
@pytest.mark.parametrize("arguments", [("--version",), ("rubric", "list")])
def test_a_closed_stdout(arguments: tuple[str, ...], work: Path) -> None:
    done = ran(*arguments, prefix=("sh", "-c", 'exec "$@" >&-', "sh"))
    assert (done.returncode, done.stderr) == (2, "标准输出已经关闭\n")


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_leaves_nothing_behind(number: int, work: Path) -> None:
    root = lay_gathering()
    os.mkfifo("slow.pdf")
    before = contents(root)
    # once it holds the folder it reads a pipe, which gives nothing before the signal comes
    program = (
        "import signal, sys, evalfw_cli\n"
        "signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # whoever runs these tests may have it ignored
        "import evalfw.evidence.attaching as attaching\n"
        "from evalfw.foundation import changing\n"
        "import contextlib\n"
        "@contextlib.contextmanager\n"
        "def held(root):\n    with changing(root):\n        print('there', flush=True)\n        open('slow.pdf', 'rb').read()\n        yield\n"
        "attaching.changing = held\n"
        "sys.exit(evalfw_cli.script())"
    )
    Path("a.txt").write_bytes(b"abc")
    with subprocess.Popen(
        [sys.executable, "-B", "-c", program, "evidence", "attach", "a.txt"], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"there\n"
        assert (root / ".evalfw-lock").exists()
        running.send_signal(number)
        try:
            assert running.wait(60) == 128 + number
        finally:
            running.kill()
    assert contents(root) == before


@POSIX
@pytest.mark.parametrize(
    ("closed", "arguments", "told"),
    [
        ("evidence/facts/finance", ("run", "-q"), "evidence/facts/finance: 读不了：没有权限"),
        ("evidence/facts", ("run", "-q"), "evidence/facts: 读不了：没有权限"),
        ("evidence/narrative", ("run", "-q"), "evidence/narrative: 读不了：没有权限"),
        ("evidence/attachments", ("evidence", "verify"), "evidence/attachments"),
        ("evidence", ("run", "-q"), "没有权限"),
        ("evidence/evidence.toml", ("run", "-q"), "evidence/evidence.toml: 读不了：没有权限"),
        ("rubric.toml", ("run", "-q"), "rubric.toml: 读不了：没有权限"),
    ],
)
def test_what_may_not_be_read_is_told(closed: str, arguments: tuple[str, ...], told: str, work: Path) -> None:
    prefix = without_rights()
    lay_project(RULE)
    Path("evalfw.toml").write_text('rubric = "./rubric.toml"\nevidence = "evidence"\n', encoding="utf-8")
    for folder in ("facts/finance", "narrative", "attachments"):
        Path("evidence", folder).mkdir(parents=True)
    Path("evidence/facts/finance/f.csv").write_text("fact,value\nn,0\n", encoding="utf-8")
    mode = Path(closed).stat().st_mode
    Path(closed).chmod(0)
    try:
        done = ran(*arguments, prefix=prefix)
    finally:
        Path(closed).chmod(mode)
    assert (done.returncode, done.stdout) == (3, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@POSIX
def test_links_to_folders_are_told(work: Path) -> None:
    lay_project(RULE)
    Path("elsewhere").mkdir()
    Path("elsewhere/f.csv").write_text("fact,value\nn,0\n", encoding="utf-8")
    Path("evidence/facts").mkdir()
    Path("evidence/facts/finance").symlink_to("../../elsewhere")
    done = ran("run", "-r", "./rubric.toml", "-q")
    told = "evidence/facts/finance: 这是指向文件夹的链接，里面的文件不会被读取\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", told)
