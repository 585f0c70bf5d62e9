"""Plants errors into a filled workbook, for tests: what goes where, and what must be found."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from service import config, workbook_write
from service.tabular import letters
from service.workbook_names import Published
from service.workbook_rows import fill

FOLDER: Final = "chuo/strategy-2024"
KEY: Final = "識別子"


@cache
def published() -> Published:
    return Published(config.PROJECT)


@cache
def clean() -> bytes:
    """The workbook filled with a published plan."""
    tables = fill(config.PROJECT, FOLDER, published()).tables
    return workbook_write.xlsx(tables, published(), "chuo")


@dataclass(frozen=True)
class Plant:
    """An error to plant.

    Attributes:
        sheet: the sheet.
        key: key of the row.
        column: header of the column.
        value: what to write; None empties the cell.
        code: code that must be found.
        at: header of the column where it must be found, if another.
        clear: other columns to empty.
    """

    sheet: str
    key: str
    column: str
    value: Any
    code: str
    at: str = ""
    clear: tuple[str, ...] = ()


_READ: Final = (
    "値の内容",
    "数値",
    "単位",
    "精度",
    "下限",
    "上限",
    "比べる年度",
    "段階",
    "不在の種類",
)


def figure(key: str, value: Any, code: str, *, at: str = "", clear: tuple[str, ...] = ()) -> Plant:
    """A printed value whose other columns are left to be read."""
    return Plant("値", key, "値", value, code, at, (*_READ, *clear))


PLANTS: Final = (
    Plant("値", "01-01-2024-target", "年度", "6年度", "YEAR-ERA-MISSING"),
    Plant("値", "01-01-2025-target", "年度", "2025年", "YEAR-CALENDAR"),
    Plant("値", "01-01-2026-target", "年度", "来年度", "YEAR-FORM"),
    Plant("値", "01-02-2024-target", "年度", "平成36年度", "YEAR-ERA-END"),
    Plant("値", "01-02-2025-target", "年度", "2025（令和8）年度", "YEAR-DISAGREE"),
    Plant("値", "01-02-2026-target", "年度", "1975年度", "WB-YEAR-UNKNOWN"),
    Plant("値", "03-01-2024-target", "年度", datetime(2024, 4, 1), "WB-DATE-CELL"),
    Plant("値", "03-01-2025-target", "指標", "存在しない指標", "WB-REF-NONE"),
    Plant("値", "03-01-2026-target", "指標", "1 いつでもどこでもだれでも区政", "WB-REF-KIND"),
    Plant("値", "03-02-2-2024-target", "指標", "別の名前〔indicator/03-01〕", "WB-REF-STALE"),
    Plant("値", "03-02-2-2025-target", "指標", "誤り〔indicator/99-99〕", "WB-REF-NONE"),
    Plant("値", "03-02-2-2026-target", "値の種類", "もくひょう", "WB-CONCEPT"),
    Plant("値", "03-03-2024-target", "値の種類", None, "WB-REQUIRED"),
    Plant("値", "03-03-2025-target", "単位", "パーセンテージ", "WB-CONCEPT"),
    Plant("値", "03-03-2026-target", "数値", "-10%", "NUM-FORM"),
    Plant("値", "03-04-2024-target", "数値", "約10", "NUM-FORM"),
    Plant("値", "03-04-2025-target", "原典の行", "p.45", "LINE-FORM"),
    Plant("値", "03-04-2026-target", "原典の行", "700-600", "LINE-ORDER"),
    Plant("値", "04-01-2024-target", "原典の行", "99999", "LINE-BEYOND"),
    Plant("値", "04-01-2025-target", "原典の行", None, "WB-REQUIRED"),
    Plant("値", "04-01-2026-target", KEY, "目標値", "WB-KEY-FORM"),
    Plant("値", "05-01-2025-target", KEY, "05-01-2024-target", "WB-KEY-TWICE"),
    Plant("値", "05-01-2025-target-cumulative", "値", "=3+3", "WB-FORMULA"),
    Plant("値", "05-01-2026-target", "数値", "#REF!", "WB-ERROR-CELL"),
    Plant("値", "05-01-2026-target-cumulative", "数値", 6, "WB-VALUE-DISAGREE"),
    Plant("値", "p7-03-joint-2021-actual", "単位", "回", "WB-UNIT-DISAGREE"),
    Plant("値", "p7-09-2022-actual", "精度", "正確", "WB-PRECISION-DISAGREE"),
    Plant("値", "p7-03-logo-2021-actual", "値の内容", "数", "WB-CONTENT-DISAGREE"),
    figure("p7-03-joint-2022-actual", "△3件", "FIG-TRIANGLE"),
    figure("p7-03-joint-2023-actual", "-5%", "FIG-SIGN"),
    figure("p7-03-logo-2023-actual", "令和5年度", "FIG-YEAR"),
    figure("p7-03-mynaportal-2022-actual", "三十二件", "FIG-KANJI"),
    figure("p7-03-mynaportal-2023-actual", "40〜45件", "FIG-RANGE"),
    figure("05-02-2024-target", "できるだけ多く", "FIG-WORDS"),
    figure("05-02-2025-target", "30名（見込み）", "FIG-NOTE"),
    figure("05-02-2026-target", "20/15", "FIG-FRACTION"),
    figure("p7-01-2021-target", "3件4回", "FIG-TWO"),
    figure("p7-01-2022-target", "約50件以上", "FIG-TWO-WORDS"),
    figure("p7-01-2023-target", "3束", "FIG-UNIT"),
    figure("p7-02-2023-target", "1,23件", "FIG-COMMA"),
    figure("p7-04-2022-target", "1,200", "FIG-UNIT-NONE", at="単位"),
    figure("p7-05-2022-target", "前年度より増", "FIG-PREVIOUS", clear=("年度",)),
    Plant("年表", "03-01-1", "終わりなし", "たぶん", "WB-BOOL"),
    Plant("年表", "03-01-2", "日付", "春ごろ", "DATE-FORM"),
    Plant("年表", "03-01-3", "日付", "2025-13", "DATE-NONE"),
    Plant("年表", "06-01-1", "段階", "導入準備；けんとう", "WB-CONCEPT"),
    Plant("年表", "06-01-2", "対象", None, "WB-REQUIRED"),
    Plant("年表", "06-01-3", "種別", "予定", "WB-CLASS"),
    Plant("担当", "step-01-1", "担当部署", "しすてむ部", "WB-REF-NONE"),
    Plant("担当", "step-01-2", "印刷された名称", None, "WB-REQUIRED"),
    Plant("担当", "step-01-3", "順番", "三番目", "NUM-FORM"),
    Plant("担当", "step-02-1", "原典の行", "12行から", "LINE-FORM"),
    Plant("記載", "goal-01-1", "種別", None, "WB-REQUIRED"),
    Plant("記載", "goal-01-2", "要約", "消えない\x7f文字がある。", "WB-CONTROL"),
    Plant("記載", "goal-01-3", "要約", "区民が  使える。", "FORM-L1-06"),
    Plant("記載", "goal-02-1", "要約", "一行目\n二行目", "FORM-L1-06"),
    Plant("記載", "goal-02-2", "要約", "㈱が答える。", "FORM-L1-08"),
    Plant("記載", "goal-02-3", "要約", "同上", "FORM-L2-02"),
    Plant("記載", "goal-02-4", "順番", "４", "FORM-L2-01"),
    Plant("記載", "goal-03-1", "順番", "1", "FORM-L2-01"),
    Plant("値", "p7-07-2021-target", "年度", "令和3年度", "FORM-L3-05"),
    Plant("値", "p7-07-2022-target", "年度", "R4", "FORM-L3-05"),
    Plant("注", "colophon-address", "対象", "情報システム課", "WB-REF-MANY"),
    Plant("欠け", "measure-06-heading", "欠けた事柄", "見出し", "WB-CONCEPT"),
    Plant("欠け", "measure-07-heading", "不在の種類", None, "WB-REQUIRED"),
)


class Garden:
    """A workbook with the places of its cells.

    Args:
        content: the workbook.
    """

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self._columns: dict[str, dict[str, int]] = {}
        self._rows: dict[str, dict[str, int]] = {}

    def page(self, sheet: str) -> Worksheet:
        page = self.book[sheet]
        assert isinstance(page, Worksheet)
        if sheet not in self._columns:
            self._columns[sheet] = {str(c.value): c.column or 0 for c in page[1]}
            number = self._columns[sheet][KEY]
            self._rows[sheet] = {
                str(page.cell(row, number).value): row for row in range(3, page.max_row + 1)
            }
        return page

    def address(self, sheet: str, key: str, column: str) -> tuple[int, int]:
        self.page(sheet)
        return self._rows[sheet][key], self._columns[sheet][column]

    def place(self, sheet: str, key: str, column: str) -> str:
        row, number = self.address(sheet, key, column)
        return f"{sheet}!{letters(number)}{row}"

    def plant(self, plant: Plant) -> tuple[str, str]:
        """Plant an error; return the code and cell that must be found."""
        page = self.page(plant.sheet)
        known = self._columns[plant.sheet]
        for column in (c for c in plant.clear if c in known):
            page.cell(*self.address(plant.sheet, plant.key, column)).value = None
        cell = page.cell(*self.address(plant.sheet, plant.key, plant.column))
        cell.value = plant.value
        if isinstance(plant.value, datetime):
            cell.number_format = "yyyy-mm-dd"
        return plant.code, self.place(plant.sheet, plant.key, plant.at or plant.column)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()
