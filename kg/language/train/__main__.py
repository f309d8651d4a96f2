"""The command ``python -m kg.language.train``."""

from kg.language.train.command import main

main()
