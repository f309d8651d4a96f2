"""Files, folders, records → articles, their text cleaned once."""

from kg.articles.sources import Problem, collect, default_date

__all__ = ["Problem", "collect", "default_date"]
