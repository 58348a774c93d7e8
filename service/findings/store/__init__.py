"""Keeps reports and findings in SQLite or PostgreSQL, and finds them again."""
