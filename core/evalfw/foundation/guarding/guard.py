"""
The guard itself.

Whatever a plugin does wrong (it raises, leaves the process, waits for ever, gives a coroutine) becomes one sort of error that names the
plugin and its distribution. The built-in plugins are called directly; those of others in a thread of their own, so that the
caller can stop waiting. Such a thread cannot be killed, only left behind: a plugin that may hang belongs into a process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from contextvars import ContextVar, copy_context
from types import CoroutineType
from typing import ParamSpec, TypeVar

from evalfw.foundation.errors import EvalfwError
from evalfw.foundation.guarding.faults import NoAnswerError, PluginFaultError, WrongResultError, said_of
from evalfw.foundation.text import Text

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 60.0
"""How long a call into a plugin may take, if nobody says otherwise."""

MOST_FAULTS = 100
"""Most faults among which an equal one is looked for."""

_INSIDE: ContextVar[bool] = ContextVar("evalfw_inside_a_plugin", default=False)

Traced = Callable[[str, str, str], None]
"""Told of each call: the author, what was called, and how it went (empty: well; else the traceback)."""


class Guard:
    """
    Calls into one plugin.

    Attributes:
        author: ``id (distribution version)``.
        seconds: How long one call may take; None: as long as it likes, in the thread of the caller.
        may_print: Whether what it prints goes to stdout; else to stderr, for stdout is where reports go.
        hung: What did not come back; empty if everything did. Nothing is called after that.
        faults: What went wrong so far, each sort of fault once.
    """

    def __init__(
        self, author: str, seconds: float | None = SECONDS, traced: Traced | None = None, may_print: bool = False
    ) -> None:
        self.author = author
        self.seconds = seconds
        self.may_print = may_print
        self.hung = ""
        self.faults: list[PluginFaultError] = []
        self._traced = traced

    def __call__(self, what: str, function: Callable[P, T], /, *args: P.args, **more: P.kwargs) -> T:
        """
        What *function* gives.

        Args:
            what: What is called, for messages.
            function: A function of the plugin.
            args, more: What it is given.

        Raises:
            PluginFaultError: It raised anything (``SystemExit`` too), took too long, or gave a coroutine.
            EvalfwError: One that it raised for the user: evidence or a rubric that is not in order.
        """
        return self._called(what, lambda: function(*args, **more), ())

    def reading(self, what: str, function: Callable[P, T], /, *args: P.args, **more: P.kwargs) -> T:
        """
        As a call, for what is read through an algebra, whose own answers are passed on.

        Raises:
            NoAnswerError: Arithmetic of a rule has no result, or a reading of a rule cannot tell.
        """
        return self._called(what, lambda: function(*args, **more), (NoAnswerError,))

    def _called(self, what: str, action: Callable[[], T], passed_on: tuple[type[Exception], ...]) -> T:
        if self.hung:
            raise self.fault(what, _left(self.hung, self.seconds or 0))
        passing: tuple[type[Exception], ...] = (EvalfwError, *passed_on)
        try:
            result = action() if self.seconds is None or _INSIDE.get() else self._within(self.seconds, what, action)
            if isinstance(result, CoroutineType):
                result.close()
                raise WrongResultError(
                    Text("给出了协程：evalfw 只调用普通函数", "gave a coroutine: evalfw calls plain functions")
                )
        except passing as error:
            self._trace(what, failed=True)
            if isinstance(error, PluginFaultError) and error.author == self.author:
                self._keep(error)  # a program's fault comes with its words already
            raise
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may even call sys.exit
            self._trace(what, failed=True)
            raise self.fault(what, said_of(error)) from error
        self._trace(what, failed=False)
        return result

    def fault(self, what: str, said: Text) -> PluginFaultError:
        """The error that *what* went wrong as *said*, for the caller to raise; it is kept among the faults."""
        fault = PluginFaultError(self.author, what, said)
        self._keep(fault)
        return fault

    def _keep(self, fault: PluginFaultError) -> None:
        if (fault.what, fault.said) not in [(each.what, each.said) for each in self.faults[-MOST_FAULTS:]]:
            self.faults.append(fault)

    def out_loud(self) -> Guard:
        """The same, for what may print and may take its time: a command."""
        return Guard(self.author, None, self._traced, may_print=True)

    def _trace(self, what: str, failed: bool) -> None:
        if self._traced is not None:
            from traceback import format_exc

            self._traced(self.author, what, format_exc() if failed else "")

    def _within(self, seconds: float, what: str, action: Callable[[], T]) -> T:
        from threading import Thread  # only where a plugin of others is called

        results: list[T] = []
        errors: list[BaseException] = []

        def work() -> None:
            _INSIDE.set(True)
            try:
                results.append(action())
            except KeyboardInterrupt:
                errors.append(RuntimeError("KeyboardInterrupt"))  # raised by the plugin: nobody pressed a key here
            except BaseException as error:
                errors.append(error)

        thread = Thread(target=copy_context().run, args=(work,), name=f"evalfw: {self.author}", daemon=True)
        with nullcontext() if self.may_print else redirect_stdout(sys.stderr):
            thread.start()
            thread.join(seconds)
        if errors:
            raise errors[0]
        if not results:
            self.hung = what
            raise self.fault(what, Text(f"{seconds:g} 秒没有结果", f"no result after {seconds:g} seconds"))
        return results[0]


def _left(hung: str, seconds: float) -> Text:
    return Text(
        f"此前 {hung} {seconds:g} 秒没有结果，不再调用",
        f"not called any more: {hung} gave no result in {seconds:g} seconds",
    )
