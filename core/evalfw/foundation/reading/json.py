"""Read JSON as strictly as TOML: exact decimals, no duplicate keys, limits, and a line for every problem."""

from __future__ import annotations

from pathlib import Path as FilePath

from evalfw.foundation.errors import Problem
from evalfw.foundation.misfit import KeyPath
from evalfw.foundation.reading.document import Document
from evalfw.foundation.reading.files import Raises, read_text
from evalfw.foundation.reading.toml import Unfit, exact_number, long_integer, too_deep
from evalfw.foundation.text import Text


class _DuplicateKeyError(Exception):
    pass


LIST = ""
"""Key under which a list stands that is the outermost value."""


def read_json(path: FilePath, shown: str, raises: Raises, lists: bool = False) -> Document:
    """
    The JSON file at *path*, an object at the top; where *lists* are allowed, a list is the value of the key ``LIST``.

    Raises:
        InputError: Of the kind that *raises* makes: unreadable, not JSON, a key twice, not an object.
    """
    return parse_json(read_text(path, shown, raises), shown, raises, lists)


def parse_json(text: str, shown: str, raises: Raises, lists: bool = False) -> Document:
    """
    The JSON *text*, an object at the top, called *shown* in messages; *lists* as in ``read_json``.

    Raises:
        InputError: Of the kind that *raises* makes: not JSON, a key twice, not an object.
    """
    import json  # only where there is JSON

    try:
        data = json.loads(
            text,
            parse_float=exact_number,
            parse_constant=lambda word: Unfit(word, _why(word)),
            object_pairs_hook=_table,
        )
    except json.JSONDecodeError as error:
        what = Text(
            f"JSON 语法错误：{error.msg}（第 {error.colno} 列）", f"not valid JSON: {error.msg} (column {error.colno})"
        )
        raise raises([Problem(shown, error.lineno, "", what)]) from None
    except _DuplicateKeyError as error:
        key = str(error)[:40]
        raise raises([Problem(shown, None, "", Text(f"键 '{key}' 写了两次", f"key '{key}' is given twice"))]) from None
    except RecursionError:
        raise raises([too_deep(text, shown)]) from None
    except ValueError:  # Python refuses to read integers of more than 4,300 digits
        raise raises([long_integer(text, shown)]) from None
    if "\\u" in text and not _is_unicode(data):
        what = Text("有不成对的 \\uD800～\\uDFFF 转义", "an escape \\uD800 to \\uDFFF stands alone")
        raise raises([Problem(shown, None, "", what)])
    if lists and isinstance(data, list):
        data = {LIST: data}
    if not isinstance(data, dict):
        raise raises([Problem(shown, 1, "", Text("最外层应当是对象 { }", "the outermost value must be an object { }"))])
    return Document(shown, text, data, _lines)


def _lines(text: str) -> dict[KeyPath, int]:
    from evalfw.foundation.reading.json_locating import json_lines  # only when something is already wrong

    return json_lines(text)


def _is_unicode(data: object) -> bool:
    """Whether every text of *data* can be written out again; an escape may smuggle in half a character."""
    import json

    try:
        json.dumps(data, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _why(word: str) -> str:
    return "nan" if word == "NaN" else "inf"


def _table(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _DuplicateKeyError(next(key for key in keys if keys.count(key) > 1))
    return table
