"""``/metrics``: the figures for whoever runs the service, shown to nobody else.

``DXPLAN_METRICS`` says who may see them; everybody else is told that there is nothing. Must not
know how they are counted.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, current_app, request

from service import clients
from service.context import config, engine
from service.errors import EngineUnavailable, UsageError
from service.front import Front
from service.metrics import CONTENT_TYPE

routes: Final = Blueprint("metrics", __name__)
OFF: Final = "off"
LOCAL: Final = "local"
ALL: Final = "all"


def check(setting: str) -> None:
    """Make sure that the setting says who may see the figures.

    Raises:
        UsageError: it says something else.
    """
    if setting not in (OFF, LOCAL, ALL):
        raise UsageError(
            f"設定 DXPLAN_METRICS の値「{setting}」は off、local、all のどれでもありません。",
            f"setting DXPLAN_METRICS: “{setting}” is neither off nor local nor all",
        )


@routes.get("/metrics")
def metrics() -> Response:
    """Write the figures, for those who may see them."""
    allowed = config().metrics
    if allowed == OFF or (allowed == LOCAL and not clients.is_local(request.environ)):
        abort(404)
    front: Front = current_app.extensions["dxplan-front"]
    try:
        build = engine().build()
        data, version = {"triples": build.triples}, build.version
    except EngineUnavailable:
        data, version = {"triples": 0}, ""
    gauges = {"engine": engine().gauges(), "cache": front.cache.gauges(), "data": data}
    response = Response(front.metrics.render(gauges, version), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
