"""The pages, under /ui/: rendered on the server, usable without script, from nothing outside this machine."""

from findings.web.mount import mount

__all__ = ["mount"]
