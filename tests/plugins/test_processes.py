"""Programs as collectors and rule kinds: what they are asked, what they may answer, and what happens when they do not behave."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli
from hypothesis import given, strategies as st

from evalfw.extending.processes import ProcessEntry
from evalfw.extending.processes.protocol import FORMAT, read_part, read_score
from evalfw.extending.processes.running import MAX_OUTPUT, ProcessError, run_process
from evalfw.language import Amount

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/process"
version = "1"
title = "程序"
full_mark = 15
fact = [
  { id = "total", label = "总数", type = "count", unit = "件", max = 10000 },
  { id = "rate", label = "比率", type = "ratio", max = 1 },
  { id = "good", label = "好", type = "bool" },
]
indicator = [
  { id = "a", title = "程序计分", weight = 10, criterion = "…", rule = { kind = "by_program", facts = ["total", "rate"], parameters = { full = 100, note = "一" } } },
  { id = "b", title = "是否", weight = 5, criterion = "…", rule = { kind = "all_or_nothing", when = "good" } },
]
"""

SCORE = """
import json, sys
asked = json.load(sys.stdin)
assert asked["format"] == "evalfw.process/1" and asked["ask"] == "score" and asked["weight"] == "10", asked
assert asked["parameters"] == {"full": "100", "note": "一"}, asked
points = 10 if int(asked["facts"]["total"]) >= int(asked["parameters"]["full"]) else 2.5
json.dump({"format": asked["format"], "points": points, "because": "比率 " + asked["facts"]["rate"]}, sys.stdout)
"""

COLLECT = """
import json, sys
asked = json.load(sys.stdin)
assert asked["ask"] == "collect", asked
lines = open(asked["file"], encoding="gb18030").read().split()
if not lines:
    json.dump({"format": "evalfw.process/1", "problems": [{"what": "空文件", "line": 1, "hint": "重新导出"}]}, sys.stdout)
else:
    facts = [{"id": "total", "value": int(lines[1]), "document": "台账", "section": lines[0]}, {"id": "rate", "value": 0.8304}]
    json.dump({"format": "evalfw.process/1", "fact": facts}, sys.stdout)
"""


def lay(score: str = SCORE, collect: str = COLLECT, content: str = "表一 120", more: str = "") -> None:
    """A project with two programs, in the working folder."""
    program = Path(sys.executable).as_posix()
    Path("evalfw.toml").write_text(
        f'''rubric = "./rubric.toml"
process = [
  {{ id = "by_program", kind = "rule", argv = ["{program}", "score.py"]{more} }},
  {{ id = "ledger", kind = "collector", argv = ["{program}", "collect.py"], suffixes = [".ledger"] }},
]
''',
        encoding="utf-8",
    )
    Path("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    Path("score.py").write_text(score, encoding="utf-8")
    Path("collect.py").write_text(collect, encoding="utf-8")
    Path("evidence/facts").mkdir(parents=True)
    Path("evidence/evidence.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "test/process"\nsubject = { id = "s", name = "某单位" }\n'
        'fact = [{ id = "good", value = true }]\n',
        encoding="utf-8",
    )
    Path("evidence/facts/a.ledger").write_text(content, encoding="gb18030")


def scored(cli: RunCli, code: int = 0) -> Any:
    ran = cli("run", "--format", "json")
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_a_program_reads_evidence_and_another_scores_it(cli: RunCli) -> None:
    """Numbers arrive exactly; the report names both programs beside what they contributed."""
    lay()
    report = scored(cli)
    a = report["indicators"][0]
    assert (a["points"], a["because"]) == ("10", "比率 0.8304，得10分")
    assert a["plugins"] == [f"by_program ({Path(sys.executable).as_posix()} score.py)"]
    total, rate = a["facts"]
    assert (total["value"], total["source"], rate["value"]) == ("120", "台账 表一", "0.8304")
    assert total["plugins"][0].startswith("ledger (") and total["sources"][0]["origin"] == "evidence/facts/a.ledger"
    assert a["rule"]["words"].startswith("由程序 ") and a["rule"]["words"].endswith(" 按总数、比率计分")


def test_points_need_not_be_whole(cli: RunCli) -> None:
    lay(content="表一 99")
    assert scored(cli)["indicators"][0]["points"] == "2.5"


def test_while_facts_are_missing_anything_is_possible_and_the_program_is_not_asked(cli: RunCli) -> None:
    lay(score="raise SystemExit('not to be asked')")
    Path("evidence/facts/a.ledger").unlink()
    report = scored(cli)
    assert report["indicators"][0]["state"] == "missing"
    assert (report["total"]["low"], report["total"]["high"]) == ("5", "15")


def test_a_mistake_in_a_file_is_told_as_the_program_says_it(cli: RunCli) -> None:
    lay(content="")
    ran = cli("run")
    assert (ran.code, ran.err) == (3, "evidence/facts/a.ledger:1: 空文件 — 重新导出\n")


BAD_SCORES = {
    "raise SystemExit('出错了')": "退出码 1：出错了",
    "print('不是 JSON')": "结果不合格式：stdout:1: JSON 语法错误",
    "print('{}')": '结果里没有 "format": "evalfw.process/1"',
    """print('{"format": "evalfw.process/1"}')""": "缺少键 'points'",
    """print('{"format": "evalfw.process/1", "points": "3"}')""": "points: 应当是数，写的是 '3'",
    """print('{"format": "evalfw.process/1", "points": 3, "pionts": 4}')""": "pionts: 没有这个键",
    """print('{"format": "evalfw.process/1", "points": NaN}')""": "points",
    """print('{"format": "evalfw.process/1", "points": -1}')""": "给了 -1 分，超出 0～10 分",
    """print('{"format": "evalfw.process/1", "points": 10.5}')""": "给了 10.5 分，超出 0～10 分",
    "import sys; sys.stdout.buffer.write(bytes([0xff]))": "结果不是 UTF-8",
}


@pytest.mark.parametrize("program", BAD_SCORES)
def test_a_program_that_does_not_answer_as_it_should_makes_its_indicator_an_error(program: str, cli: RunCli) -> None:
    lay(score=program)
    report = scored(cli, code=4)
    a, b = report["indicators"]
    assert a["state"] == "error" and BAD_SCORES[program] in a["because"], a["because"]
    assert "by_program (" in a["because"]
    assert (b["state"], b["points"]) == ("scored", "5")


def entry(program: str, **more: Any) -> ProcessEntry:
    return ProcessEntry(id="x", kind="rule", argv=(sys.executable, "-c", program), **more)


@pytest.mark.slow
def test_a_program_that_takes_too_long_is_killed_with_all_it_has_started(tmp_path: Path) -> None:
    child = "import time; time.sleep(600)"
    program = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {child!r}]); open('pid', 'w').write(str(p.pid)); p.wait()"
    with pytest.raises(ProcessError, match="no result after 1 seconds: killed"):
        run_process(entry(program, seconds=1), tmp_path, b"{}")
    if sys.platform == "linux":
        pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
        try:
            ended = os.pidfd_open(pid)
        except ProcessLookupError:
            return
        assert select.select([ended], [], [], 60)[0], "the child of the program lives on"
        os.close(ended)


@pytest.mark.skipif(os.name != "posix", reason="the limit is held to on POSIX only")
def test_a_program_that_takes_too_much_memory_fails(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="exit code 1: MemoryError"):
        run_process(entry("x = bytearray(2_000_000_000)", memory_mb=500), tmp_path, b"{}")


def test_an_answer_without_end_is_cut_off(tmp_path: Path) -> None:
    program = "import sys\nwhile True: sys.stdout.write('x' * 100000)"
    with pytest.raises(ProcessError, match=f"longer than {MAX_OUTPUT} bytes"):
        run_process(entry(program), tmp_path, b"{}")


def test_a_program_that_does_not_read_what_it_is_asked_is_no_failure(tmp_path: Path) -> None:
    assert run_process(entry("print(1)"), tmp_path, b"x" * 5_000_000).strip() == b"1"


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="there is no program no-such-program"):
        run_process(ProcessEntry(id="x", kind="rule", argv=("no-such-program",)), tmp_path, b"")


def test_a_program_gets_no_environment_but_what_it_names(tmp_path: Path) -> None:
    program = "import os; print(os.environ.get('SECRET'), os.environ.get('WANTED'))"
    environment = {**os.environ, "SECRET": "geheim", "WANTED": "yes"}
    assert run_process(entry(program, env=("WANTED",)), tmp_path, b"", environment).split() == [b"None", b"yes"]


BAD_ENTRIES = {
    "argv = []": "evalfw.toml:1: process[x].argv: 应当写程序名和参数",
    'argv = ["a"], seconds = 0': "process[x].seconds: 应当在 1 至 3600 之间",
    'argv = ["a"], memory_mb = 1': "process[x].memory_mb: 应当在 16 至 1000000 之间",
    'argv = ["a"], suffixes = [".x"]': "process[x].suffixes: 规则不读文件",
    'argv = "a b"': "process[x].argv: 应当是数组",
    'argv = ["a"], shell = true': "process[x].shell: 没有这个键",
}


@pytest.mark.parametrize("keys", BAD_ENTRIES)
def test_mistakes_in_entries_are_told_with_their_place(keys: str, cli: RunCli) -> None:
    Path("evalfw.toml").write_text(f'process = [{{ id = "x", kind = "rule", {keys} }}]\n', encoding="utf-8")
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 3 and BAD_ENTRIES[keys] in ran.err


@given(st.binary(max_size=200))
def test_no_answer_makes_the_reader_crash(answer: bytes) -> None:
    for read in (read_score, lambda given: read_part(given, "x")):
        with pytest.raises(ProcessError):
            read(answer)


@pytest.mark.slow
@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=4),
            lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=6), each, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    )
)
def test_no_answer_of_the_right_format_makes_the_reader_crash(data: dict[str, object]) -> None:
    from evalfw import EvidenceError

    answer = json.dumps({**data, "format": FORMAT}).encode("utf-8")
    for read in (read_score, lambda given: read_part(given, "x")):
        try:
            read(answer)
        except (ProcessError, EvidenceError) as error:
            assert str(error)


def test_facts_of_every_type_arrive_as_json_can_say_them() -> None:
    from datetime import date
    from fractions import Fraction

    from evalfw.extending.processes.protocol import score_request

    facts: dict[str, Amount] = {
        "n": Fraction(1, 3),
        "d": date(2021, 6, 30),
        "b": True,
        "t": "x",
        "l": ({"a": "1"},),
        "x": Fraction(5, 2),
    }
    asked = json.loads(score_request("k", facts, Fraction(10), {}))
    assert asked["facts"] == {"n": "1/3", "d": "2021-06-30", "b": True, "t": "x", "l": [{"a": "1"}], "x": "2.5"}


def test_two_programs_of_one_id_are_told(cli: RunCli) -> None:
    one = '{ id = "x", kind = "rule", argv = ["a"] }'
    Path("evalfw.toml").write_text(f"process = [{one}, {one}]\n", encoding="utf-8")
    assert "process[x].id: 编号 'x' 用了两次" in cli("run", "--rubric", "2021").err


def test_a_collector_needs_endings(cli: RunCli) -> None:
    Path("evalfw.toml").write_text('process = [{ id = "x", kind = "collector", argv = ["a"] }]\n', encoding="utf-8")
    assert "process[x].suffixes: 采集器要写所读文件的后缀" in cli("run", "--rubric", "2021").err


def test_what_a_program_answers_wrongly_about_evidence_fails_the_run(cli: RunCli) -> None:
    lay(collect="""print('{"format": "evalfw.process/1", "fact": [{"id": "total"}]}')""")
    ran = cli("run")
    assert ran.code == 3 and "evidence/facts/a.ledger: 插件 ledger (" in ran.err and "结果不合格式：" in ran.err


def test_observers_are_told_of_programs_that_fail(cli: RunCli) -> None:
    lay(score="import sys; sys.exit('no licence')")
    Path("watch.py").write_text(
        "import evalfw\nfrom pathlib import Path\n\n\n@evalfw.hookimpl\ndef evalfw_plugin_failed(author, what, message):\n"
        "    with Path('failed.txt').open('a', encoding='utf-8') as file:\n        file.write(f'{author} | {what} | {message}\\n')\n",
        encoding="utf-8",
    )
    assert cli("run", "--plugin", "watch.py").code == 4
    (told,) = Path("failed.txt").read_text(encoding="utf-8").splitlines()
    assert told.startswith("by_program (") and "no licence" in told


def test_a_program_is_asked_once_for_the_same_facts(cli: RunCli) -> None:
    lay(score=SCORE + "\nopen('asked.txt', 'a').write('x')\n")
    assert scored(cli)["indicators"][0]["points"] == "10"
    assert Path("asked.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.slow
def test_the_time_limit_holds_though_something_keeps_the_pipes_open(tmp_path: Path) -> None:
    """A child in a session of its own cannot be found to be killed; nobody waits for it."""
    child = "import time; time.sleep(20)"
    program = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {child!r}], start_new_session=True); print(p.pid, flush=True)"
    began = threading.Event()
    ended: list[bytes] = []

    def work() -> None:
        began.set()
        ended.append(run_process(entry(program, seconds=30), tmp_path, b""))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(30)
    assert began.is_set() and not thread.is_alive(), "still waiting for the child"


@pytest.mark.skipif(os.name != "posix", reason="the limit is held to on POSIX only")
def test_a_tighter_limit_of_the_surroundings_stays(tmp_path: Path) -> None:
    program = "import subprocess, sys; print('started')"
    limited = (
        "import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000)); "
        "from evalfw.extending.processes import ProcessEntry; from evalfw.extending.processes.running import run_process; "
        f"e = ProcessEntry(id='x', kind='rule', argv=(sys.executable, '-c', {program!r})); "
        "sys.stdout.buffer.write(run_process(e, pathlib.Path('.'), b''))"
    )
    ran = subprocess.run([sys.executable, "-c", limited], cwd=tmp_path, capture_output=True, check=False)
    assert ran.stdout.strip() == b"started", ran.stderr


@pytest.mark.slow
def test_a_branch_is_counted_from_one(cli: RunCli) -> None:
    lay(score="""print('{"format": "evalfw.process/1", "points": 3, "branch": -3}')""")
    assert "branch 是 -3，应当从 1 数起" in scored(cli, code=4)["indicators"][0]["because"]
    Path("score.py").write_text("""print('{"format": "evalfw.process/1", "points": 3}')""", encoding="utf-8")
    assert scored(cli)["indicators"][0]["branch"] is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux does it")
def test_a_program_that_nobody_waits_for_ends_with_evalfw(tmp_path: Path) -> None:
    """As when a plugin that brings a program was given up before the program's own time was over."""
    program = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)"
    left = (
        "import sys, threading, pathlib; from evalfw.extending.processes import ProcessEntry; from evalfw.extending.processes.running import run_process; "
        f"e = ProcessEntry(id='x', kind='rule', argv=(sys.executable, '-c', {program!r}), seconds=600); "
        "threading.Thread(target=run_process, args=(e, pathlib.Path('.'), b''), daemon=True).start(); "
        "file = pathlib.Path('pid')\nwhile not (file.exists() and file.read_text()): pass"
    )
    subprocess.run([sys.executable, "-c", left], cwd=tmp_path, capture_output=True, check=True)
    try:
        ended = os.pidfd_open(int((tmp_path / "pid").read_text(encoding="utf-8")))
    except ProcessLookupError:
        return
    assert select.select([ended], [], [], 60)[0], "the program lives on"
    os.close(ended)
