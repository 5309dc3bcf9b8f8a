"""One plugin: who it is, how it stands, and the guard through which it is called."""

from __future__ import annotations

from pathlib import Path

import attrs

from evalfw.foundation import Guard, Text, verbatim
from evalfw.scoring import author_of

OWN_PACKAGES = ("evalfw", "evalfw_plugins", "evalfw_rubrics")


@attrs.define(eq=False, repr=False)
class Plugin:
    """
    A plugin that was found.

    Attributes:
        id: Name of its entry point; of a file or folder its path.
        distribution: Distribution that declares it; of a file or folder its path; of a program its command line.
        version: Version of the distribution; empty for files and folders.
        module: What the entry point names; empty for files and folders.
        guard: How its code is called.
        failure: Why it brings nothing; None if all went well.
        off: Why it was not loaded although it is there: switched off, or not allowed; None if it was.
        api: The version of the plugin interface that it was written for; empty if it does not say.
        warnings: What it should know, such as that a hook it uses is going away.
        paths: Files and folders that it is made of, if it is not installed.
        empty: Registering hooks that it has and that gave nothing.
        doc: First line of the docstring of its module.
        is_asked_for: Whether the command line or ``evalfw.toml`` names it: then nobody wants to go on without it.
    """

    id: str
    distribution: str
    version: str
    module: str
    guard: Guard
    failure: Text | None = None
    off: Text | None = None
    api: str = ""
    warnings: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    empty: tuple[str, ...] = ()
    doc: str = ""
    is_asked_for: bool = False

    @property
    def author(self) -> str:
        """``id (distribution version)``."""
        return author_of(self.id, self.distribution, self.version)

    @property
    def is_builtin(self) -> bool:
        """Whether it came with evalfw itself."""
        return is_builtin(self.distribution, self.module)

    @property
    def is_core(self) -> bool:
        """Whether it lies in the core: what it brings is evalfw's own, and cannot be replaced."""
        return self.is_builtin and self.module.partition(".")[0] == "evalfw"

    @property
    def told_failure(self) -> Text:
        """``插件 甲：为什么``: that it failed. Only where it did."""
        assert self.failure is not None
        author = verbatim(self.author)
        return Text("插件 ", "plugin ") + author + Text("：", ": ") + self.failure

    @property
    def is_loaded(self) -> bool:
        """Whether what it brings can be used."""
        return self.failure is None and self.off is None


def is_builtin(distribution: str, module: str) -> bool:
    """Whether *module* of *distribution* came with evalfw itself."""
    return distribution == "evalfw" and module.partition(".")[0] in OWN_PACKAGES
