"""How cells look: what is locked is grey, what is to be filled in is yellow."""

from __future__ import annotations

from typing import Any

FONT = "宋体"
GREY, YELLOW, BLUE, RED = "#F2F2F2", "#FFF9DB", "#DCE6F1", "#F8CBAD"


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Any) -> None:
        """Make them in *book*, an xlsxwriter workbook."""

        def style(**more: object) -> Any:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            return book.add_format(base | more)

        self.title = style(bold=True, font_size=16, align="center")
        self.instructions = style(font_color="#595959", align="left")
        self.progress = style(bold=True, align="left")
        self.label = style(align="right")
        self.hidden = style(font_color="#A6A6A6", font_size=8)
        self.heading = style(bold=True, align="center", bg_color=BLUE, border=1)
        self.heading_in = style(bold=True, align="center", bg_color="#FFE699", border=1)
        self.locked = style(bg_color=GREY, border=1, locked=True)
        self.locked_centre = style(bg_color=GREY, border=1, locked=True, align="center")
        self.locked_id = style(bg_color=GREY, border=1, locked=True, font_size=8, font_color="#7F7F7F")
        self.choice_in = style(bg_color=YELLOW, border=1, locked=False, align="center")
        self.text_in = style(bg_color=YELLOW, border=1, locked=False)
        self.number_in = style(bg_color=YELLOW, border=1, locked=False, align="right")
        self.percent_in = style(bg_color=YELLOW, border=1, locked=False, align="right", num_format="0.00##%")
        self.date_in = style(bg_color=YELLOW, border=1, locked=False, align="center", num_format="yyyy-mm-dd")
        self.lacking = book.add_format({"bg_color": RED})
