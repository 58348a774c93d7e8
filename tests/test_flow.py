"""The whole product, walked once: a report comes in, is read, kept, found again, corrected, taken away and removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from findings.main import build
from findings.settings import Settings

LETTER = """Focused visit to Bradford children's services

12 March 2024

Dear Ms Pell

This letter summarises the findings of a focused visit to Bradford children's services on 6 and 7 February 2024.

Areas for priority action

\u25fc The response to children who go missing, so that they are seen at once and risks are understood.

What needs to improve in this area of social work practice?

\u25fc The timeliness of assessments.
\u25fc Supervision of social workers, so that it drives plans for children.

Findings

Social workers know children well and visit them often. Too many plans drift and do not change what happens at home.

Yours sincerely

A. Inspector
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("flow")
    with TestClient(build(Settings(database_url=f"sqlite:///{folder / 'findings.db'}"))) as opened:
        for _ in range(300):
            if opened.get("/health/ready").status_code == 200:
                break
            time.sleep(0.2)
        yield opened


def test_the_whole_product(client: TestClient) -> None:
    sent = client.post("/classify", json={"text": LETTER})
    assert sent.status_code == 201
    report, findings = sent.json()["report"], sent.json()["findings"]
    assert report["authority"] == "Bradford"
    assert report["kind"] == "focused_visit"
    assert [f["label"] for f in findings[:3]] == ["priority_action", "area_for_improvement", "area_for_improvement"]

    again = client.post("/classify", json={"text": LETTER})
    assert again.status_code == 200
    assert again.json()["report"]["id"] == report["id"]

    text = client.get(f"/reports/{report['id']}").json()["text"]
    for finding in findings:
        assert finding["text"].split()[0] in text[finding["start"] : finding["end"]]

    found = client.get("/search", params={"q": "supervision"}).json()
    assert found["total"] == 1
    finding = found["items"][0]
    themed = client.get("/findings", params={"theme": "management_oversight"}).json()["items"]
    assert finding["id"] in {item["id"] for item in themed}

    corrected = client.post(
        f"/findings/{finding['id']}/corrections", json={"label": "priority_action", "note": "grave"}
    )
    assert corrected.status_code in (200, 201)
    stands = client.get(f"/findings/{finding['id']}").json()
    assert stands["label"] == "priority_action"
    assert len(stands["history"]) == 1

    assert client.post("/classify", json={"text": LETTER}).status_code == 200
    assert client.get(f"/findings/{finding['id']}").json()["label"] == "priority_action"

    page = client.get(f"/ui/reports/{report['id']}")
    assert page.status_code == 200
    assert "go missing" in page.text
    rows = client.get("/export/findings.csv", params={"report": report["id"]}).text.splitlines()
    assert len(rows) == len(findings) + 1

    assert client.delete(f"/reports/{report['id']}").status_code in (200, 204)
    assert client.get("/findings").json()["total"] == 0
