"""The styles of the document, as WordprocessingML. Values: GB/T 9704; see docs/reports.md for where each comes from."""

from __future__ import annotations

from evalfw.rubric import LayoutPage
from evalfw_plugins.word.fonts import ALTERNATIVES, BODY, HEAD, KAI, LATIN, SONG, TITLE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def fonts(east: str) -> str:
    """The fonts of a run: named for all scripts, and quotation marks from the Chinese one."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east}" w:cs="{LATIN}"/>'


def styles_xml(page: LayoutPage) -> str:
    """The styles part."""
    size, line = page.size * 2, page.line * 20

    def style(id: str, name: str, paragraph: str, run: str, based: str = "Normal", following: str = "") -> str:
        after = f'<w:next w:val="{following}"/>' if following else ""
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        default = ' w:default="1"' if id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{name}"/>{base}{after}<w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    exact = f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'

    def heading(level: int, east: str, bold: bool = False) -> str:
        weight = "<w:b/>" if bold else '<w:b w:val="0"/>'
        paragraph = f'<w:keepNext/>{exact}{indent}<w:outlineLvl w:val="{level - 1}"/>'
        return style(f"Heading{level}", f"heading {level}", paragraph, fonts(east) + weight + sized, following="Normal")

    small = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
    tight = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}'
        f'<w:kern w:val="2"/>{sized}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
        + style(
            "Normal",
            "Normal",
            f'<w:widowControl w:val="0"/>{exact}{indent}<w:jc w:val="both"/>',
            fonts(BODY) + sized,
            "",
        )
        + style(
            "Title",
            "Title",
            '<w:spacing w:before="0" w:after="0" w:line="700" w:lineRule="exact"/>' + none + '<w:jc w:val="center"/>',
            fonts(TITLE) + '<w:sz w:val="44"/><w:szCs w:val="44"/>',
        )
        + heading(1, HEAD)
        + heading(2, KAI)
        + heading(3, BODY)
        + heading(4, BODY)
        + style("AnnexLabel", "Annex label", exact + none + '<w:jc w:val="left"/>', fonts(HEAD) + sized)
        + style(
            "AnnexTitle",
            "Annex title",
            '<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="600" w:lineRule="exact"/>'
            + none
            + '<w:jc w:val="center"/>',
            fonts(TITLE) + '<w:sz w:val="36"/><w:szCs w:val="36"/>',
        )
        + style("TableText", "Table text", tight + none + '<w:jc w:val="left"/>', fonts(BODY) + small)
        + style("TableCentre", "Table centre", '<w:jc w:val="center"/>', "", "TableText")
        + style("TableHead", "Table head", "", fonts(HEAD), "TableCentre")
        + style(
            "HeadLine", "Head line", tight + none + '<w:jc w:val="left"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>'
        )
        + style(
            "Closing",
            "Closing lines",
            exact
            + '<w:ind w:rightChars="400" w:right="1280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>',
            "",
        )
        + style(
            "Imprint",
            "Imprint",
            tight.replace('w:before="0"', 'w:before="120"') + none + '<w:jc w:val="left"/>',
            '<w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
        )
        + style(
            "Footer",
            "footer",
            '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>' + none,
            fonts(SONG) + '<w:sz w:val="28"/><w:szCs w:val="28"/>',
        )
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def font_table_xml() -> str:
    """The font table: what may stand in for a font that a machine does not have."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others[:3])}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in ALTERNATIVES.items()
        if name != LATIN
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f'<w:fonts xmlns:w="{W}">{entries}{latin}</w:fonts>'
