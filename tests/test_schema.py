"""JSON Schemas: shipped as generated, accept what evalfw accepts, and an editor shows the same mistakes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
from evalfw.maintaining.schema import SHIPPED, SUBJECTS, schema_of, shipped_schema
from evalfw.maintaining.schema.generate import Subject

ROOT = Path(__file__).parent.parent
TOMBI = shutil.which("tombi", path=str(Path(shutil.sys.executable).parent)) or shutil.which("tombi")  # type: ignore[attr-defined]
with_tombi = pytest.mark.skipif(TOMBI is None, reason="tombi, the TOML language server, is not installed")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_shipped_schema_is_the_generated_one(subject: Subject) -> None:
    """To write them anew: ``python docs/make_generated.py``."""
    assert (SHIPPED / f"{subject}.schema.json").read_text(encoding="utf-8") == shipped_schema(subject)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_key_is_described(subject: Subject, host: evalfw.PluginHost) -> None:
    schema = schema_of(subject, host.vocabulary)
    undescribed = [
        f"{name}.{key}"
        for name, part in schema["definitions"].items()
        for key, value in part.get("properties", {}).items()
        if not value.get("description") and key != "kind" and "." not in name
    ]
    assert len(undescribed) <= 40, undescribed


def test_the_command_writes_what_editors_read(cli: RunCli) -> None:
    assert json.loads(cli("schema", "rubric").out)["properties"]["format"] == {"const": "evalfw.rubric/1"}
    assert cli("schema", "evidence", "-o", "e.json").code == 0 and Path("e.json").is_file()
    ran = cli("schema", "report")
    assert ran.code == 2 and "可用的有 rubric、evidence、case" in ran.err


def tombi(*files: Path) -> str:
    """What ``tombi lint --offline`` says, without colours."""
    assert TOMBI is not None
    ran = subprocess.run([TOMBI, "lint", "--offline", *map(str, files)], capture_output=True, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", (ran.stdout + ran.stderr).decode("utf-8"))


@pytest.mark.slow
@with_tombi
def test_shipped_files_have_no_mistakes_for_an_editor(tmp_path: Path) -> None:
    checked = []
    for subject, pattern in (("rubric", "rubric.toml"), ("rubric", "indicators.toml"), ("evidence", "evidence.toml"), ("case", "*.case.toml")):  # fmt: skip
        (tmp_path / f"{subject}.schema.json").write_text(shipped_schema(subject), encoding="utf-8")  # type: ignore[arg-type]
        for number, path in enumerate(sorted((ROOT / "rubrics").rglob(pattern))):
            copy = tmp_path / f"{number}-{path.name}"
            text = path.read_text(encoding="utf-8")
            copy.write_text(f"#:schema ./{subject}.schema.json\n{text}", encoding="utf-8")
            checked.append(copy)
    assert len(checked) > 50
    said = tombi(*checked)
    assert "Error" not in said, said[:3000]


BROKEN = """\
#:schema ./rubric.schema.json
format = "evalfw.rubric/1"
id = "x/y"
version = "1"
title = "x"
full_mark = "一百"
placs = 2

[[fact]]
id = "rate"
label = "率"
type = "ratioo"

[[fact]]
id = "ok"
type = "bool"

[[indicator]]
id = "a"
title = "甲"
weight = true
criterion = "…"
rule = { kind = "bands", fact = "rate", bands = [{ abov = 0.9, points = 2 }] }

[[indicator]]
id = "b"
title = "乙"
weight = 2
criterion = "…"
rule = { kind = "bandz", fact = "rate" }

[[indicator]]
id = "c"
title = "丙"
weight = 2
criterion = "…"
rule = { kind = "deduct_per_step", fact = "rate", target = 1, side = "over", step = 0.01, points = 1 }
"""


@with_tombi
def test_an_editor_shows_the_same_mistakes_at_the_same_lines(host: evalfw.PluginHost, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    (tmp_path / "rubric.schema.json").write_text(shipped_schema("rubric"), encoding="utf-8")
    with pytest.raises(evalfw.RubricError) as raised:
        evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    ours = {problem.line for problem in raised.value.problems}
    said = tombi(path)
    theirs = {int(line) for line in re.findall(r"Error: .*\n +at \S+?:(\d+):", said)}
    assert theirs == ours == {6, 7, 12, 14, 21, 23, 30, 37}, said


@with_tombi
def test_scaffolds_name_their_schema_and_are_right(cli: RunCli) -> None:
    assert cli("init", "p", "--rubric", "2021").code == 0
    assert cli("init", "q", "--rubric", "project").code == 0
    assert cli("rubric", "new", "nanjing/2022", "--from", "2021").code == 0
    cases = sorted(Path("cases/2022").iterdir())
    assert len(cases) > 20
    files = [*cases, Path("p/evidence/evidence.toml"), Path("q/evidence/indicators.toml"), Path("2022.toml")]
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ") and (path.parent / first.removeprefix("#:schema ")).is_file()
    assert "Error" not in tombi(*files)
