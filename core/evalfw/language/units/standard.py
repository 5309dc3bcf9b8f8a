"""
The units that are known everywhere, as data.

Sources: GB 3100 (time, length, area, volume, mass); 1 亩 is 1/15 公顷 (国务院 1984, 关于在我国统一实行法定计量单位的命令, with its annex). Months,
quarters and years convert among themselves and never to days, for months differ in length; working days (工作日) follow a calendar and convert
to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

STANDARD: Mapping[str, Mapping[str, str]] = {
    "": {
        "%": "1/100",
        "‰": "1/1000",
        "‱": "1/10000",
        "百分点": "1/100",
        "个百分点": "1/100",
        "千分点": "1/1000",
        "个千分点": "1/1000",
        "倍": "1",
    },
    "元": {"元": "1", "角": "1/10"},
    "秒": {
        "秒": "1",
        "秒钟": "1",
        "分钟": "60",
        "小时": "3600",
        "个小时": "3600",
        "天": "86400",
        "日": "86400",
        "周": "604800",
        "星期": "604800",
        "个星期": "604800",
    },
    "月": {"月": "1", "个月": "1", "季": "3", "季度": "3", "个季度": "3", "年": "12"},
    "工作日": {"工作日": "1", "个工作日": "1"},
    "米": {"米": "1", "毫米": "1/1000", "厘米": "1/100", "公里": "1000"},
    "平方米": {"平方米": "1", "㎡": "1", "公顷": "10000", "亩": "2000/3", "平方公里": "1000000", "平方千米": "1000000"},
    "立方米": {"立方米": "1", "升": "1/1000", "毫升": "1/1000000"},
    "克": {"克": "1", "毫克": "1/1000", "公斤": "1000", "斤": "500", "吨": "1000000"},
}
"""Base unit (empty: plain numbers) → units of its dimension → how many of the base one of them is, as a fraction."""

PREFIXES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
"""What any unit may begin with → the power of ten."""
