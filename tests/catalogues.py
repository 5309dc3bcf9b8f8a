"""
The catalogues of the words that reports use: what is to be translated, and what is.

``python tests/catalogues.py`` takes new words into ``evalfw.po``, drops those that are no longer used, and compiles ``evalfw.mo``; then
the empty translations are to be filled in, and it is to be run once more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1] / "plugins/evalfw_plugins"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
LANGUAGES = ("en",)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""What stands for the times that Babel writes into headers: the same words are to give the same bytes."""


def wanted() -> set[str]:
    """Every text that is asked for in the sources."""
    found = extract_from_dir(str(ROOT), METHODS, keywords={"_": None}, options_map={"**.html": {"trimmed": "true"}})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def folder_of(language: str) -> Path:
    """Where the catalogue of *language* lies."""
    return ROOT / "locale" / language / "LC_MESSAGES"


def catalogue_of(language: str) -> Catalog:
    """The catalogue of *language* as it is; empty if there is none."""
    path = folder_of(language) / "evalfw.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """*catalogue* as it is read at run time."""
    bare = Catalog(locale=catalogue.locale, fuzzy=False, creation_date=NEVER, revision_date=NEVER)
    for message in catalogue:
        if message.id and message.string:
            bare.add(message.id, message.string)
    stream = BytesIO()
    write_mo(stream, bare)
    return stream.getvalue()


def update(language: str) -> None:
    """Bring the catalogue of *language* up to date."""
    old = catalogue_of(language)
    new = Catalog(locale=language, header_comment=f"# Words of reports in {language}.", fuzzy=False)
    for message in sorted(wanted()):
        known = old.get(message)
        new.add(message, known.string if known is not None else "")
    folder_of(language).mkdir(parents=True, exist_ok=True)
    with (folder_of(language) / "evalfw.po").open("wb") as stream:
        write_po(stream, new, width=0, no_location=True, sort_output=True)
    text = (folder_of(language) / "evalfw.po").read_text(encoding="utf-8")
    kept = ("Language:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
    lines = [
        line
        for line in text.split("\n")
        if not line.startswith('"') or line.startswith(tuple(f'"{each}' for each in kept))
    ]
    (folder_of(language) / "evalfw.po").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    (folder_of(language) / "evalfw.mo").write_bytes(compiled(catalogue_of(language)))


if __name__ == "__main__":
    for each in LANGUAGES:
        update(each)
