"""The workbook for download is what the command writes, and sent back unchanged changes nothing."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from service import (
    dry_run,
    template_command,
    template_page,
    workbook_read,
    workbook_write,
)
from service.config import PROJECT
from service.published import Stock
from service.validation import check
from service.workbook_rows import fill
from tests.service.planting import clean

PLANS = template_page.plans()


@pytest.fixture(scope="module")
def uploading(client: FlaskClient) -> Iterator[FlaskClient]:
    """The service, whose process for uploads is ended afterwards."""
    uploads = client.application.extensions["dxplan-uploads"]
    uploads.start()
    yield client
    uploads.close()


def command(target: Path, *arguments: str) -> bytes:
    done = CliRunner().invoke(template_command.command, [*arguments, "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target.read_bytes()


def test_a_plan_goes_out_and_comes_back_with_no_finding_and_no_difference(
    uploading: FlaskClient,
) -> None:
    """Over HTTP; the workbook is that of the command, byte by byte."""
    reply = uploading.get("/validate/template.xlsx?plan=chuo/strategy-2024")
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=dxplan-chuo-strategy-2024.xlsx"
    )
    assert reply.data == clean()
    sent = {"file": (io.BytesIO(reply.data), "plan.xlsx"), "format": "json"}
    answer = uploading.post("/validate", data=sent)
    while answer.status_code == 503:  # what is published is still being read
        time.sleep(0.5)
        sent["file"] = (io.BytesIO(reply.data), "plan.xlsx")
        answer = uploading.post("/validate", data=sent)
    report = json.loads(answer.data)
    assert report["findings"] == []
    assert report["conforms"]
    changes = report["dryRun"]
    assert [changes[part]["count"] for part in ("added", "removed", "changed")] == [0, 0, 0]
    assert changes["questions"]["changed"] == []
    again = uploading.get(
        "/validate/template.xlsx?plan=chuo/strategy-2024",
        headers={"If-None-Match": reply.headers["ETag"]},
    )
    assert again.status_code == 304


def test_there_is_a_plan_of_each_ward() -> None:
    assert template_page.municipalities() == ["chiyoda", "chuo", "nakano", "taito"]
    assert len(PLANS) == 5


@pytest.mark.parametrize(
    "plan", [pytest.param(p, marks=[] if "taito" in p else pytest.mark.slow) for p in PLANS]
)
def test_every_plan_comes_back_unchanged(stock: Stock, plan: str) -> None:
    ward = plan.partition("/")[0]
    content = workbook_write.xlsx(fill(PROJECT, plan, stock.names).tables, stock.names, ward)
    upload = workbook_read.read(content, "plan.xlsx", stock.names)
    assert len(upload.rows) > 500
    assert check(stock, [upload]).findings == ()
    difference = dry_run.difference(stock, None, [upload])
    assert [difference[k]["count"] for k in ("added", "removed", "changed")] == [0, 0, 0]


def test_empty_and_as_csv(client: FlaskClient, tmp_path: Path) -> None:
    reply = client.get("/validate/template.xlsx?municipality=taito")
    assert reply.status_code == 200
    assert reply.data == command(tmp_path / "taito.xlsx", "--ward", "taito")
    assert "dxplan-taito.xlsx" in reply.headers["Content-Disposition"]
    reply = client.get("/validate/template.zip")
    assert reply.data == command(tmp_path / "plan.zip")
    assert reply.mimetype == "application/zip"


@pytest.mark.parametrize(
    "query", ["plan=chuo/none", "plan=../../etc/passwd", "municipality=minato", "municipality=-o"]
)
def test_what_is_not_published_is_said(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/validate/template.xlsx?{query}", headers={"Accept": "application/json"})
    assert reply.status_code == 404
    assert "taito" in reply.get_data(as_text=True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_offers_it(client: FlaskClient, language: str) -> None:
    text = client.get(f"/validate?lang={language}").get_data(as_text=True)
    assert 'action="/validate/template.xlsx' in text
    assert 'formaction="/validate/template.zip' in text
    for plan in PLANS:
        assert f'value="{plan}"' in text
    assert ("台東区" if language == "ja" else "Taito") in text
