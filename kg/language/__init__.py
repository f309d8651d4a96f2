"""Article → Doc: loads the English pipeline.

Importing the package registers its spaCy components.
"""

from kg.language.load import load

__all__ = ["load"]
