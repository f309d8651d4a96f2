"""From news articles to a knowledge graph of diplomacy: who did what to whom, and who says so."""

__version__ = "0.1.0"
