"""Every kind of page, each by one address; the workbench has tests of its own."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

_CHIYODA: Final = "/id/chiyoda/committee-2024-11"

ACROSS: Final = {
    "explore": "/explore",
    "policies by ward": "/explore/policies",
    "cell of a policy": "/explore/policies/cell?item=policy-item/municipal-dx-plan-3-0-07",
    "themes by ward": "/explore/themes",
    "cell of a theme": "/explore/themes/cell?theme=theme/open-data&ward=taito",
    "families": "/explore/families",
    "family with verdicts": "/explore/families/security-incidents",
    "two wards": "/explore/wards?first=chuo&second=taito",
    "two editions": "/explore/editions?kind=renamed",
    "progress": "/explore/progress",
    "organisation": "/explore/organisation?ward=chuo",
    "timeline": "/explore/timeline",
    "list": "/explore/list/departments",
}
THINGS: Final = {
    "ward": "/id/municipality/taito.html",
    "plan": "/id/chuo/plan/informatization-policy.html",
    "edition with its tree": "/id/taito/edition/informatization-plan-2021.html",
    "goal": f"{_CHIYODA}/goal/01.html",
    "measure": f"{_CHIYODA}/measure/01-01.html",
    "initiative": "/id/chuo/strategy-2024/initiative/01-01.html",
    "indicator with a chart": "/id/nakano/progress-fy2024/indicator/01-05.html",
    "department": "/id/chuo/department/joho-system-ka.html",
    "policy": "/id/policy/public-private-data-act.html",
    "policy item": "/id/policy-item/municipal-dx-plan-3-0-07.html",
    "theme": "/id/theme/rules-review.html",
    "scheme": "/id/status.html",
    "system": "/id/chiyoda/system/ai-chatbot.html",
    "term": "/id/glossary/ebpm.html",
    "lines of a source": "/source/chuo-dx-strategy-2024.html?line=605,608",
    "graph": "/graph/taito/plan-2021.html",
    "shape": "/shapes/Goal-parent.html",
}
_MISSPELT: Final = "SELECT ?s { ?s a <https://w3id.org/dxplan/ontology#Initative> }"
_INFERRED: Final = {"s": "id:status", "p": "rdfs:label", "o": '"判定"@ja'}
OTHERS: Final = {
    "home": "/",
    "search": "/search?" + urlencode({"q": "オンライン"}),
    "search in vain": "/search?q=xyzzy",
    "questions": "/queries",
    "question": "/queries/policies/cited-by-one-ward",
    "ontology": "/ontology.html",
    "values of a scheme": "/ontology/schemes/status.html",
    "shapes": "/shapes",
    "explanation": "/explain?" + urlencode(_INFERRED),
    "why a result is empty": "/sparql/why?query=" + quote(_MISSPELT),
    "upload": "/validate",
    "catalogue": "/catalog.html",
    "downloads": "/download/",
    "things with like names": "/id/theme/open-dat.html",
    "nothing there": "/id/nothing-of-this-name.html",
    "no such page": "/nowhere",
    "wrong choice": "/explore/organisation?ward=atlantis",
}
KINDS: Final = OTHERS | ACROSS | THINGS
# one of each template, for what depends on the style sheet only
_SAME: Final = ("search in vain", "nothing there", "no such page", "wrong choice")
TEMPLATES: Final = (
    *(name for name in OTHERS if name not in _SAME),
    *ACROSS,
    *("edition with its tree", "indicator with a chart", "theme", "lines of a source", "shape"),
)
STATUS: Final = {
    "things with like names": 404,
    "nothing there": 404,
    "no such page": 404,
    "wrong choice": 400,
}
