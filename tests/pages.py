"""Pages that commands write, as a browser takes them in."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """Elements of a page that would fetch something, and all its text."""

    def __init__(self) -> None:
        super().__init__()
        self.fetching: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe") or any(name in ("src", "href") for name, _ in attrs):
            self.fetching.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
