"""Run a program once: JSON in, JSON out, within its limits. It is killed when these are reached; nothing of it stays behind."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import IO

from evalfw.extending.processes.entry import ProcessEntry
from evalfw.foundation import Text, visible, well_formed

MAX_OUTPUT = 20_000_000
"""Most bytes that are read of an answer."""
MAX_SAID = 4_000
"""Most bytes that are kept of what a program writes to stderr."""
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PATHEXT", "COMSPEC", "USERPROFILE")
"""Environment variables without which programs do not start, or not as usual. Nothing else is passed on: a password, say."""

# The limit is set in a process of its own, which then becomes the program: setting it between fork and exec is not safe with threads.
_LIMITED = (
    "import os, resource, sys; size = int(sys.argv[1]); most = resource.getrlimit(resource.RLIMIT_AS)[1]; "
    "size = size if most == resource.RLIM_INFINITY else min(size, most); resource.setrlimit(resource.RLIMIT_AS, (size, size)); "
    "os.execvp(sys.argv[2], sys.argv[2:])"
)


class ProcessError(Exception):
    """A program did not answer; ``said`` tells why."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def run_process(
    entry: ProcessEntry, folder: Path, request: bytes, environment: Mapping[str, str] = os.environ
) -> bytes:
    """
    What the program of *entry* writes to stdout for *request*.

    Args:
        entry: Which program, and its limits.
        folder: Where it runs, and what a program with a path is relative to.
        request: What it reads from stdin.
        environment: Variables of which it gets those that it names.

    Raises:
        ProcessError: It cannot be started, takes too long, fails, or writes too much.
    """
    command = _command(entry, folder)
    passed = {name: value for name, value in environment.items() if name.upper() in NEEDED or name in entry.env}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=passed | {"PYTHONIOENCODING": "utf-8"},
            start_new_session=os.name == "posix",
        )
    except (OSError, ValueError) as error:
        raise ProcessError(_not_started(entry, error)) from None
    streams, end = _Streams(process), partial(_kill, process)
    atexit.register(end)  # where nobody waits for it any more when evalfw ends
    try:
        in_time = streams.talk(request, entry.seconds)
    finally:  # also where a key was pressed
        end()  # with what it has started and left running
        atexit.unregister(end)
        streams.finish()
    if not in_time:
        raise ProcessError(
            Text(f"{entry.seconds} 秒没有结果，已结束", f"no result after {entry.seconds} seconds: killed")
        )
    if streams.is_too_long:
        raise ProcessError(Text(f"结果超过 {MAX_OUTPUT} 字节", f"the answer is longer than {MAX_OUTPUT} bytes"))
    if process.returncode != 0:
        raise ProcessError(_failed(process.returncode, streams.said))
    return streams.answer


class _Streams:
    """The three pipes of a process, each served by a thread, so that none waits for another."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.answer = b""
        self.said = b""
        self.is_too_long = False
        self.threads: list[Thread] = []

    def talk(self, request: bytes, seconds: float) -> bool:
        """Send *request* and read what comes; whether the process has ended in time."""
        assert self.process.stdin is not None and self.process.stdout is not None and self.process.stderr is not None
        tasks = (
            lambda: self._write(self.process.stdin, request),
            lambda: self._read(self.process.stdout),
            lambda: self._listen(self.process.stderr),
        )
        self.threads = [Thread(target=task, daemon=True) for task in tasks]
        for thread in self.threads:
            thread.start()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def finish(self) -> None:
        """Wait until what was written before the end is read; not for what has left the group and holds a pipe open."""
        for thread in self.threads:
            thread.join(1)

    def _write(self, stream: IO[bytes] | None, request: bytes) -> None:
        assert stream is not None
        with suppress(OSError), stream:  # a program need not read all of it
            stream.write(request)

    def _read(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        with stream:
            read = stream.read(MAX_OUTPUT + 1)
        self.is_too_long = len(read) > MAX_OUTPUT
        self.answer = b"" if self.is_too_long else read
        if self.is_too_long:
            _kill(self.process)

    def _listen(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        with stream:
            while chunk := stream.read(4096):
                self.said = (self.said + chunk)[-MAX_SAID:]


def _command(entry: ProcessEntry, folder: Path) -> list[str]:
    program, *arguments = entry.argv
    if "/" in program or "\\" in program:
        program = str((folder / program).resolve())
    if shutil.which(program) is None:
        what = entry.argv[0]
        raise ProcessError(
            Text(f"找不到程序 {what}，或没有执行权限", f"there is no program {what}, or it may not be run")
        )
    if os.name != "posix":
        return [program, *arguments]
    return [sys.executable, "-I", "-S", "-c", _LIMITED, str(entry.memory_mb * 2**20), program, *arguments]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End *process*, and where the system knows groups, all that it has started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _not_started(entry: ProcessEntry, error: Exception) -> Text:
    reason = getattr(error, "strerror", None) or str(error)
    return Text(f"启动不了 {entry.argv[0]}：{reason}", f"{entry.argv[0]} cannot be started: {reason}")


def _failed(code: int, said: bytes) -> Text:
    lines = [line.strip() for line in said.decode("utf-8", errors="replace").splitlines() if line.strip()]
    last = visible(well_formed(lines[-1]))[:300] if lines else ""
    return Text(f"退出码 {code}{f'：{last}' if last else ''}", f"exit code {code}{f': {last}' if last else ''}")
