"""Work in real workbooks as a clerk does, with LibreOffice: open, type into cells, save."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or ""
"""The Python that the system's LibreOffice is made for."""


def _is_there() -> bool:
    if shutil.which("soffice") is None or not PYTHON:
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode == 0


with_libreoffice = pytest.mark.skipif(not _is_there(), reason="LibreOffice with python3-uno is not installed")

Typed = tuple[str, str, str]
"""Sheet, cell, and what is typed into it; empty text clears it."""

_WORK = """
import json, os, subprocess, sys, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

pipe = f"evalfw{os.getpid()}"
started = subprocess.Popen(
    ["soffice", f"-env:UserInstallation={sys.argv[1]}", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"]
)
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
context = None
while context is None:
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except NoConnectException:
        try:
            sys.exit(f"soffice ended with {started.wait(timeout=0.2)}")
        except subprocess.TimeoutExpired:
            pass
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    for opened, typed, saved in json.load(sys.stdin):
        document = desktop.loadComponentFromURL(opened, "_blank", 0, (option("Hidden", True),))
        for sheet, cell, text in typed:
            document.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula(text)
        document.calculateAll()
        document.storeToURL(saved, (option("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
finally:
    try:
        desktop.terminate()
    except DisposedException:
        pass  # it ended before it had answered
started.wait()
os._exit(0)  # the bridge to a LibreOffice that has ended now and then crashes an interpreter that tidies up
"""


def work_in(books: Mapping[Path, Iterable[Typed]], folder: Path, home: Path) -> list[Path]:
    """
    Open each of *books*, type what is given, and save it under its name in *folder*.

    Args:
        books: Workbooks, with what is typed into them.
        folder: Where they are saved.
        home: A folder for LibreOffice's settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    work = [
        (book.resolve().as_uri(), list(typed), (folder / book.name).resolve().as_uri()) for book, typed in books.items()
    ]
    environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment.pop("VIRTUAL_ENV", None)
    ran = subprocess.run(
        [PYTHON, "-c", _WORK, home.resolve().as_uri()],
        check=False,
        input=json.dumps(work).encode(),
        capture_output=True,
        timeout=240,
        env=environment,
    )
    assert ran.returncode == 0, f"exit {ran.returncode}: {ran.stderr.decode()}"
    return [folder / book.name for book in books]
