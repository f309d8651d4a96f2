"""Article → Doc: loads the English pipeline.

Importing the package registers its spaCy components, so that ``spacy.load`` knows them.
"""

from kg.language.load import load

__all__ = ["load"]
