"""The known patterns of official sentences, each as a rule. What no pattern fits stays a ``todo``: nothing is guessed."""

from evalfw.maintaining.importing.sentences.recognise import PATTERNS, recognise
from evalfw.maintaining.importing.sentences.sentence import Found, NeededFact, Sentence

__all__ = ["PATTERNS", "Found", "NeededFact", "Sentence", "recognise"]
