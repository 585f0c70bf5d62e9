"""The example: a fictitious ward's plan as somebody would type it into the empty workbook.

Keys, names and numbers that the workbook makes by itself are left out. Run this module to
write the workbook and the Turtle files of ``examples/mirai-ward`` anew.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import Any, Final

from service import config, import_command, workbook_read, workbook_write
from service.workbook_names import Published
from service.workbook_rows import Table, empty

HOME: Final = config.PROJECT / "examples" / "mirai-ward"
TEXT: Final = HOME / "mirai-dx-plan-2025.txt"
BOOK: Final = HOME / "plan.xlsx"
FOLDER: Final = "mirai/dx-plan-2025"
_EDITION: Final = "みらい区DX推進計画（令和7年度から令和9年度）"

Rows = list[dict[str, Any]]


def _source() -> Rows:
    content = TEXT.read_bytes()
    return [
        {
            "sourceName": TEXT.stem,
            "folder": FOLDER,
            "holdsTextOf": _EDITION,
            "label": "みらい区DX推進計画",
            "english": "Mirai City DX promotion plan",
            "title": "みらい区DX推進計画",
            "fileName": TEXT.name,
            "lineCount": len(content.splitlines()),
            "sha256": hashlib.sha256(content).hexdigest(),
            "lines": "1-3",
        }
    ]


def _plans() -> Rows:
    return [
        {
            "class": "計画",
            "key": "dx-plan",
            "printedLabel": "みらい区DX推進計画",
            "english": "Mirai City DX promotion plan",
            "issuedBy": "みらい区",
            "lines": "1",
        },
        {
            "class": "計画の版",
            "key": "dx-plan-2025",
            "label": _EDITION,
            "printedLabel": "みらい区DX推進計画",
            "english": "Mirai City DX promotion plan, FY2025 to FY2027",
            "editionOf": "みらい区DX推進計画",
            "editionStatus": "策定済み",
            "firstFiscalYear": "2025年度",
            "lastFiscalYear": "2027年度",
            "issuedBy": "みらい区；デジタル推進課",
            "issued": "2025-03",
            "printedDate": "令和7年3月",
            "lines": "1-3；7",
        },
    ]


def _rows(headers: str, *rows: str) -> Rows:
    """Rows of texts; columns are separated by a bar, an empty one is left out."""
    names = headers.split("|")
    found = (zip(names, row.split("|"), strict=True) for row in rows)
    return [{name: text for name, text in row if text} for row in found]


def _levels() -> Rows:
    rows = _rows(
        "class|printedNumber|printedLabel|english|parent|lines|summary|summaryEn",
        f"目標|目標1|来なくてよい区役所|A ward office that needs no visit|{_EDITION}|11||",
        "施策|施策1|手続のオンライン化|Procedures online|目標1|12||",
        "取組|1-①|オンライン申請の拡大|More applications online|施策1 手続のオンライン化|13"
        "|申請の電子化を広げる。|Takes more applications online.",
        "取組|1-②|窓口の予約|Booking of counters|施策1 手続のオンライン化|17"
        "|窓口の時間を予約できるようにする。|Lets people book a time at the counter.",
        f"目標|目標2|確かな区政|Dependable administration|{_EDITION}|27||",
        "施策|施策2|職員の力|Skills of staff|目標2 確かな区政|28||",
        "取組|2-①|職員の研修|Training of staff|施策2 職員の力|29"
        "|職員にデジタルの研修を行う。|Trains staff in digital skills.",
    )
    return [{**row, "inEdition": _EDITION} if row["class"] == "目標" else row for row in rows]


def _indicators() -> Rows:
    rows = _rows(
        "printedNumber|printedLabel|english|indicatorOf|quantityKind|unit|lines",
        "①|オンラインで申し込める手続の数|Procedures that can be applied for online"
        "|目標1 来なくてよい区役所|件数|手続|23",
        "②|オンライン申請の割合|Share of applications made online"
        "|目標1 来なくてよい区役所|利用率|％|24",
        "③|標準に移した業務|Work items moved to the standard"
        "|目標1 来なくてよい区役所|対象数|業務・事業|25",
        "④|研修を受けた職員|Staff who had training|目標2 確かな区政|人数|人・名|36",
    )
    same = {"inEdition": _EDITION, "indicatorRole": "評価指標", "direction": "増えるほどよい"}
    return [{**row, **same} for row in rows]


def _values() -> Rows:
    years = {"23": ("①", "約120手続|150手続|200手続以上|全手続")}
    years |= {"24": ("②", "ー|20%|35.5%|50%"), "25": ("③", "3/20|10/20|20/20|20/20")}
    rows: Rows = [
        {
            "valueOf": indicator,
            "fiscalYear": f"{year}年度",
            "valueKind": "目標" if year > 2024 else "基準値",
            "printedValue": value,
            "lines": f"22；{line}",
            **({"unit": "業務・事業"} if "/" in value else {}),
        }
        for line, (indicator, values) in years.items()
        for year, value in enumerate(values.split("|"), 2024)
    ]
    return rows + _rows(
        "valueOf|fiscalYear|valueKind|printedValue|lines",
        "④|2024年度|基準値|累計45人|35-36",
        "④|2027年度|目標|累計120人|35-36",
    )


def _timetable() -> Rows:
    cells = (
        ("1-①", "16", ("準備", "実施", "実施")),
        ("2-①", "32", ("実施", "実施", "実施")),
    )
    return [
        {
            "class": "スケジュールの記載",
            "scheduleOf": number,
            "fiscalYear": f"{year}年度",
            "printedWord": word,
            "phase": word,
            "lines": f"{int(line) - 1}-{line}",
        }
        for number, line, words in cells
        for year, word in enumerate(words, 2025)
    ]


def _responsibilities() -> Rows:
    found = (
        ("1-①", "デジタル推進課", 1, "14"),
        ("1-①", "各課", 2, "14"),
        ("1-②", "区民課", 1, "18"),
        ("2-①", "デジタル推進課", 1, "30"),
    )
    return [
        {
            "responsibilityOf": number,
            "position": position,
            "responsibleUnit": name,
            "printedLabel": name,
            "lines": line,
        }
        for number, name, position, line in found
    ]


def _departments() -> Rows:
    found = (
        ("部署", "digital-suishin-ka", "デジタル推進課", "Digital Promotion Section", "3；14；30"),
        ("部署", "kumin-ka", "区民課", "Residents Section", "18"),
        ("特定されない部署群", "kaku-ka", "各課", "Each section", "14"),
    )
    rows: Rows = [
        {
            "class": kind,
            "key": key,
            "printedLabel": name,
            "english": english,
            "unitOf": "みらい区",
            "lines": lines,
        }
        for kind, key, name, english, lines in found
    ]
    town = {
        "class": "市区町村",
        "key": "mirai",
        "printedLabel": "みらい区",
        "english": "Mirai City",
        "areaCode": "13999",
        "localGovernmentCode": "139998",
        "lines": "3",
    }
    return [*rows, town]


def _policies() -> Rows:
    return [
        {
            "class": "政策への言及",
            "referrer": _EDITION,
            "referent": "官民データ活用推進基本法",
            "relationKind": "根拠",
            "linkBasis": "文書の宣言",
            "printedLabel": "官民データ活用推進基本法",
            "lines": "8",
        }
    ]


def _gaps() -> Rows:
    return [
        {
            "gapOf": "1-② 窓口の予約",
            "missingAspect": "スケジュール",
            "absence": "テキストで失われた",
            "summary": "図があったはずだが、見出しだけが残る。",
            "summaryEn": "A chart must have stood here; only its heading is left.",
            "lines": "19",
        }
    ]


ROWS: Final = {
    "source": _source,
    "plan": _plans,
    "levels": _levels,
    "indicators": _indicators,
    "values": _values,
    "timetable": _timetable,
    "responsibilities": _responsibilities,
    "departments": _departments,
    "policies": _policies,
    "gaps": _gaps,
}


def tables() -> list[Table]:
    """The sheets with the rows of the example."""
    found = empty()
    for table in found:
        if table.sheet.file in ROWS:
            table.rows = ROWS[table.sheet.file]()
    return found


def main() -> None:
    """Write the example anew."""
    published = Published(config.PROJECT)
    BOOK.write_bytes(workbook_write.xlsx(tables(), published, ""))
    target = HOME / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    import_command.write(workbook_read.read_path(BOOK, published), target)


if __name__ == "__main__":
    main()
