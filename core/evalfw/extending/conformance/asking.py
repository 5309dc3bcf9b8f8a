"""Check a plugin in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from evalfw.extending.conformance.check import Check, broken
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.extending.processes.entry import ProcessEntry
from evalfw.foundation import Text

SECONDS = 600
"""How long all checks of one plugin may take."""
CALL_SECONDS = 10.0
"""How long one call into the plugin may take while it is checked."""


def check_in_process(id: str, distribution: str, settings: PluginSettings) -> list[Check]:
    """
    Every check of a plugin.

    Args:
        id: The plugin.
        distribution: Its distribution, or the path of its file or folder.
        settings: Which plugins are loaded; the others are there as well.
    """
    asked = json.dumps({"id": id, "distribution": distribution, **_settings(settings)}, ensure_ascii=False)
    command = [sys.executable, "-B", "-P", "-m", "evalfw.extending.conformance"]
    try:
        ran = subprocess.run(command, input=asked.encode("utf-8"), capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        said = Text(f"{SECONDS} 秒没有检验完", f"the checks took more than {SECONDS} seconds")
        return [broken("registers", "", said)]
    lines = [json.loads(line) for line in ran.stdout.decode("utf-8").splitlines() if line.startswith("[")]
    found = [Check(line[0], line[1], line[2], Text(line[3], line[4])) for line in lines if line]
    if not lines or lines[-1] != []:
        last = (ran.stderr.decode("utf-8", errors="replace").strip().splitlines() or [""])[-1][:300]
        said = Text(
            f"检验中断（退出码 {ran.returncode}）：{last}",
            f"the checks were cut short (exit code {ran.returncode}): {last}",
        )
        found.append(broken("registers", "", said))
    return found


def _settings(settings: PluginSettings) -> dict[str, object]:
    return {
        "given": [str(path) for path in settings.given],
        "files": [str(path) for path in settings.files],
        "processes": [{**attrs.asdict(entry), "folder": str(folder)} for entry, folder in settings.processes],
        "no_others": settings.no_others,
        "off": list(settings.off),
        "named": None if settings.named is None else list(settings.named),
        "allowed": None if settings.allowed is None else list(settings.allowed),
        "prefer": dict(settings.prefer),
    }


def settings_from(asked: Mapping[str, Any]) -> PluginSettings:
    """The settings that were asked for, with little patience."""
    processes = []
    for given in asked["processes"]:
        keys: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items() if key != "folder"
        }
        processes.append((ProcessEntry(**keys), Path(given["folder"])))
    return PluginSettings(
        given=tuple(map(Path, asked["given"])),
        files=tuple(map(Path, asked["files"])),
        processes=tuple(processes),
        no_others=asked["no_others"],
        off=tuple(asked["off"]),
        named=None if asked["named"] is None else tuple(asked["named"]),
        allowed=None if asked["allowed"] is None else tuple(asked["allowed"]),
        prefer=asked["prefer"],
        seconds=float(os.environ.get("EVALFW_CHECK_SECONDS", CALL_SECONDS)),
    )
