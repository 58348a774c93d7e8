"""The command line: one command a file."""

from findings.cli.app import app

__all__ = ["app"]
