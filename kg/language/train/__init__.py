"""The recipe that makes the language model: ``python -m kg.language.train --help``."""
