"""The command ``kg``: thin commands; every error becomes one line."""

from __future__ import annotations

from kg.cli import ask, care, make
from kg.cli.base import app, main

__all__ = ["app", "ask", "care", "main", "make"]
