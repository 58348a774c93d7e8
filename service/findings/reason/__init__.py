"""Reasons across findings: which are alike, what became of a concern, which action answers what."""
