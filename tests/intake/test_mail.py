"""Mail messages written here, and the blocks they must give."""

from __future__ import annotations

from email.message import EmailMessage

from findings.intake import read
from findings.intake.document import BlockKind

H, P, L, F = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FURNITURE


def message(body: str, subtype: str = "plain") -> EmailMessage:
    """A message with a subject and a body."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lead@example.org", "team@example.org", "Outcome of the visit"
    mail["Date"] = "Mon, 04 Mar 2019 10:00:00 +0000"
    mail.set_content(body, subtype=subtype)
    return mail


HEADERS = [
    (F, "From: lead@example.org"),
    (F, "To: team@example.org"),
    (F, "Date: Mon, 04 Mar 2019 10:00:00 +0000"),
    (H, "Outcome of the visit"),
]


def test_body_in_plain_text_and_attachments_named() -> None:
    mail = message("Inspectors saw good work.\n\nStrengths\n- Carers’ training is valued.\n")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="letter.pdf")
    document = read(mail.as_bytes(), "mail.eml")
    assert document.title == "Outcome of the visit"
    assert [(block.kind, block.text) for block in document.blocks] == [
        *HEADERS,
        (P, "Inspectors saw good work."),
        (H, "Strengths"),
        (L, "Carers’ training is valued."),
        (F, "Attachment not read: letter.pdf. Send it as a document of its own."),
    ]


def test_body_in_html() -> None:
    document = read(message("<h2>Strengths</h2><ul><li>Carers are trained.</li></ul>", "html").as_bytes())
    assert [(block.kind, block.text) for block in document.blocks] == [
        *HEADERS, (H, "Strengths"), (L, "Carers are trained.")
    ]  # fmt: skip


def test_message_without_a_body_still_names_its_attachment() -> None:
    mail = message("")
    mail.clear_content()
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="report.pdf")
    assert read(mail.as_bytes()).blocks[-1].text.startswith("Attachment not read: report.pdf")
