"""
The Markdown that people write, as blocks: headings, paragraphs, lists, tables, bold and italic.

Everything else stands as text: HTML is not read, links show where they lead in words, pictures their description. Nothing of it can
reach for anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from evalfw.foundation import visible
from evalfw_plugins.documents.blocks import Block, Grid, Heading, Paragraph, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BULLETS = ("•", "–", "·")
DEEPEST = 4


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "html_block", "html_inline"])


def blocks_of(markdown: str) -> Iterator[Block]:
    """The blocks of *markdown*."""
    yield from _blocks(_parser().parse(markdown))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    marker, level, at = "", 0, 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "heading_open":
                level = min(int(token.tag[1:]), DEEPEST)
            case "heading_close":
                level = 0
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                if number is None:
                    marker = f"{BULLETS[min(len(lists), len(BULLETS)) - 1]} "
                else:
                    marker, lists[-1] = f"{number}{token.markup or '.'} ", number + 1
            case "fence" | "code_block":
                yield from (Paragraph((Run(visible(line)),)) for line in token.content.splitlines() if line.strip())
            case "inline" if level:
                yield Heading(level, tuple(_runs(token.children or ())))
            case "inline":
                runs = tuple(_runs(token.children or ()))
                yield Paragraph((Run(marker), *runs) if marker else runs)
                marker = ""
            case "table_open":
                end = next(number for number in range(at, len(tokens)) if tokens[number].type == "table_close")
                yield Grid(tuple(_rows(tokens[at:end])))
                at = end
            case _:
                pass
        at += 1


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append("".join(run.text for run in _runs(token.children or ())))
        elif token.type == "tr_close":
            yield tuple(row)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    links: list[tuple[str, str]] = []
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "softbreak" | "hardbreak":
                yield Run(" ", bold > 0, italic > 0)
            case "link_open":
                links.append((str(token.attrGet("href") or ""), ""))
            case "link_close":
                href, said = links.pop()
                if href and href != said:
                    yield Run(visible(f"（{href}）"), bold > 0, italic > 0)
            case "image":
                yield Run(visible(f"〔{token.content}〕"), bold > 0, italic > 0)
            case _ if token.content:
                text = visible(token.content)
                if links:
                    links[-1] = (links[-1][0], links[-1][1] + text)
                yield Run(text, bold > 0, italic > 0)
