"""The command line."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence


def script() -> int:
    """
    The console script: as ``main``, for a process that ends with it.

    Most of what a command makes lives until it ends, so looking for garbage meanwhile, and once more on the way out, finds
    next to nothing and would take a tenth of the time.
    """
    gc.set_threshold(100_000)
    _tidy_up_when_ended()
    code = main()
    gc.freeze()
    return code


def _tidy_up_when_ended() -> None:
    """A closed terminal and ``kill`` end the program like Ctrl-C does: what it has begun is put away."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _ended)


def _ended(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _is_said(line: str) -> bool:
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except (AttributeError, OSError):
        return False  # closed, or on a full disk: the long way tells that
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: Without the name of the program; those of the process if None.

    Returns:
        0 done; 1 below ``--fail-under``; 2 usage; 3 bad rubric or evidence; 4 provisional; 70 a bug in evalfw.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        from evalfw_cli.version import VERSION  # answered before anything is imported

        if _is_said(f"evalfw {VERSION}\n"):
            return 0
    from evalfw_cli.entry import run_command_line

    return run_command_line(given)
