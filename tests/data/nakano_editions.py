"""What became of the items of Nakano's draft in the report on FY2024: lists made by hand.

Numbers are those of the IRIs (draft > report). ``SIZES`` counts the items of each document,
``KINDS`` the links by level and kind of change; a link may have several kinds.
"""

from __future__ import annotations

DRAFT = "nakano/plan-2-draft-2021"
REPORT = "nakano/progress-fy2024"
SIZES = {
    DRAFT: {"Goal": 2, "Measure": 12, "Initiative": 35, "Activity": 110, "Indicator": 9},
    REPORT: {"Goal": 2, "Measure": 12, "Initiative": 38, "Activity": 105, "Indicator": 10},
}
KINDS = {
    "Goal": {"same": 2},
    "Measure": {"same": 12},
    "Initiative": {
        "same": 18,
        "renamed": 5,
        "renumbered": 12,
        "moved": 1,
        "merged": 5,
        "new": 6,
    },
    "Activity": {
        "same": 42,
        "renamed": 38,
        "moved": 10,
        "merged": 14,
        "new": 22,
        "gone": 20,
    },
    "Indicator": {"same": 7, "renamed": 1, "redefined": 2, "new": 1},
}

# draft > report, all initiatives that are not simply the same
INITIATIVES = """
01-01-02 > 01-01-02 merged same
01-01-04 > 01-01-02 merged
01-01-05 > 01-01-02 merged
01-02-01 > 01-07-01 moved renumbered
01-02-02 > 01-02-01 renumbered
01-02-04 > 01-02-02 renumbered
01-03-04 > 01-03-04 renamed
01-05-01 > 01-05-02 renamed renumbered
01-05-02 > 01-05-03 renumbered
01-05-03 > 01-05-05 renamed renumbered
01-07-02 > 01-07-03 renamed renumbered
01-07-03 > 01-07-02 renumbered
02-02-01 > 02-02-01 renamed
02-02-02 > 02-02-03 merged
02-02-03 > 02-02-02 renumbered
02-02-04 > 02-02-03 merged renumbered
02-04-01 > 02-04-02 renumbered
02-04-02 > 02-04-03 renumbered
- > 01-05-01 new
- > 01-05-04 new
- > 02-01-05 new
- > 02-02-04 new
- > 02-04-01 new
- > 02-05-03 new
"""
MOVED_ACTIVITIES = """
01-01-04-01 > 01-01-02-03
01-01-04-02 > 01-01-02-04
01-01-05-03 > 01-01-02-01
01-03-02-01 > 01-06-01-04
01-03-02-02 > 01-06-01-05
02-02-01-02 > 02-02-03-03
02-02-02-03 > 02-02-03-05
02-02-03-04 > 01-03-03-03
02-03-01-05 > 02-02-05-01
02-03-01-06 > 02-02-05-02
"""
MERGED_ACTIVITIES = """
01-01-02-01 > 01-01-02-01
01-01-05-03 > 01-01-02-01
01-01-03-01 > 01-01-03-01
01-01-03-03 > 01-01-03-01
01-03-03-05 > 01-03-03-03
02-02-03-04 > 01-03-03-03
01-03-04-01 > 01-03-04-01
01-03-04-02 > 01-03-04-01
01-05-01-01 > 01-05-02-01
01-05-01-02 > 01-05-02-01
02-02-05-01 > 02-02-05-01
02-03-01-05 > 02-02-05-01
02-02-05-02 > 02-02-05-02
02-03-01-06 > 02-02-05-02
"""
GONE_ACTIVITIES = """
01-01-02-02 01-01-02-04 01-01-05-01 01-01-05-02 01-02-03-01 01-02-04-01 01-02-04-02
01-03-01-01 01-03-03-02 01-03-03-04 01-05-01-03 01-07-02-01 02-01-02-01 02-02-02-01
02-02-02-02 02-03-01-01 02-03-01-03 02-03-01-08 02-03-01-12 02-04-01-02
"""
NEW_ACTIVITIES = """
01-01-02-05 01-02-02-01 01-03-01-02 01-05-01-01 01-05-01-02 01-05-04-01 01-05-04-02
01-05-05-01 01-05-05-02 01-06-01-01 01-07-01-04 02-01-02-01 02-01-02-02 02-01-02-10
02-01-02-11 02-01-05-01 02-02-01-02 02-02-04-01 02-04-01-01 02-04-01-02 02-05-03-01
02-05-03-02
"""
# indicators whose target for FY2025 both documents print, with the figure
SAME_TARGETS = {
    "01-01 > 01-01": 100,
    "01-02 > 01-02": 2_000_000,
    "01-03 > 01-04": 10,
    "01-04 > 01-05": 6,
    "02-02 > 02-02": 15,
    "02-03 > 02-03": 15,
    "02-04 > 02-04": 0,
}
DEPARTMENTS = {
    "joho-system-ka": "digital-seisaku-ka",
    "kumin-bunka-kokusai-ka": "bunka-shinko-tabunka-kyosei-suishin-ka",
    "kaigo-koreisha-shien-ka": "kaigo-hoken-ka",
    "gakko-kyoiku-ka": "gakumu-ka",
}
