"""The fonts of official documents, by their names; never bundled. Where one is missing, what it may be replaced by."""

from __future__ import annotations

TITLE, HEAD, KAI, BODY, SONG, LATIN = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体", "Times New Roman"

ALTERNATIVES: dict[str, tuple[str, ...]] = {
    TITLE: ("方正小标宋_GBK", "方正小标宋简", "FZXiaoBiaoSong-B05S", "小标宋", "华文中宋", "STZhongsong"),
    HEAD: ("SimHei", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    KAI: ("楷体", "KaiTi", "华文楷体", "STKaiti", "FandolKai", "AR PL UKai CN"),
    BODY: ("仿宋", "FangSong", "华文仿宋", "STFangsong", "FandolFang R", "FandolFang"),
    SONG: ("SimSun", "Source Han Serif SC", "Noto Serif CJK SC", "FandolSong", "AR PL UMing CN"),
    LATIN: ("Liberation Serif", "Tinos", "Libertinus Serif"),
}
"""What stands in for each, best first."""

LAST_RESORTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "WenQuanYi Zen Hei",
)
"""Families with all characters, in place of any of them."""
