"""Reads a report of any supported format into one kind of document: text, and blocks tied to it."""

from findings.intake.plain import read_text
from findings.intake.read import read

__all__ = ["read", "read_text"]
