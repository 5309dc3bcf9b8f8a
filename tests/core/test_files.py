"""Files are written whole; what is no file of a disk is written into."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from evalfw.foundation import write_together


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, beside = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert write_together({pipe: b"one", beside: b"two"}) == (pipe, beside)
    reader.join()
    assert read == [b"one"] and stat.S_ISFIFO(pipe.stat().st_mode)
    assert beside.read_bytes() == b"two" and {each.name for each in tmp_path.iterdir()} == {"pipe", "file"}
