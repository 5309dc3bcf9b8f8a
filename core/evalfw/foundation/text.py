"""Text for people: each message exists in Chinese and in English, side by side where it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal

import attrs

Language = Literal["zh", "en"]
"""The languages that evalfw speaks: Chinese and English."""


@attrs.frozen
class Text:
    """
    One message in both languages.

    Attributes:
        zh: The Chinese wording.
        en: The English wording; the same, if only one is given, for a plugin that speaks one language. Evalfw's own messages have both.
    """

    zh: str
    en: str = attrs.field(default=attrs.Factory(lambda self: self.zh, takes_self=True))

    @classmethod
    def joined(cls, texts: Iterable[Text], zh: str, en: str) -> Text:
        """*texts* with the separator *zh* or *en* between them."""
        listed = tuple(texts)
        return cls(zh.join(each.zh for each in listed), en.join(each.en for each in listed))

    def read(self, language: Language) -> str:
        """The wording in *language*."""
        return self.zh if language == "zh" else self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def verbatim(words: str) -> Text:
    """Words that are quoted, not translated: a title, a file name, an official sentence."""
    return Text(words, words)


def well_formed(words: str) -> str:
    """*words* from the system (a file name, an argument) as proper Unicode: bytes that were none become �."""
    return words.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def is_unicode(words: str) -> bool:
    """Whether *words* can be written out: an escape or a careless plugin may bring half a character."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def listing(texts: Iterable[Text]) -> Text:
    """*texts* as an enumeration: 甲、乙、丙 / a, b, c."""
    return Text.joined(texts, "、", ", ")


def folded(words: str) -> str:
    """*words* as two spellings of one thing agree: in NFKC, so that width does not matter, and without white space."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def quoted(words: str) -> str:
    """*words* in “ ”; quotation marks inside become ‘ ’ (GB/T 15834)."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


NOTHING = Text("", "")
