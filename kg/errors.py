"""Every error of the library, on one page.

    KgError
    ├── ArticleError        an article can't be read or used
    │   ├── UnsupportedSource   the kind of source is not supported
    │   └── LanguageError       the article is not in English
    ├── ModelError          the language model can't be loaded or used
    ├── TrainingError       the training recipe can't go on
    ├── OntologyError       a frame, name table, shape or query file is wrong
    ├── TermError           a text can't become an RDF term
    ├── StoreError          the store can't be opened, read or written
    │   ├── StoreLocked         another process writes to it
    │   ├── StoreMissing        there is no store at that place
    │   ├── StoreDamaged        what the store holds is not what was written
    │   └── RemoteError         a remote endpoint refused or broke off
    ├── QueryError          the query can't be answered
    │   ├── QuerySyntaxError    it is not SPARQL 1.1
    │   ├── QueryRefused        it asks for what is not allowed here
    │   └── QueryTimeout        it took longer than the limit
    ├── DateError           a date is none
    ├── ViewError           the view can't be drawn
    ├── ScoreError          the gold folder can't be scored
    ├── OutputError         a file can't be written
    ├── ShapeError          events don't conform to the shapes
    └── SettingsError       a setting has an impossible value

A message is one line: what was wrong, with the value, and what to do about it.
"""


class KgError(Exception):
    """Root of all errors that the library raises."""


class ArticleError(KgError):
    """An article can't be read or used."""


class UnsupportedSource(ArticleError):
    """The kind of source is not supported."""


class LanguageError(ArticleError):
    """The article is not in English."""


class ModelError(KgError):
    """The language model can't be loaded or used."""


class TrainingError(KgError):
    """The training recipe can't go on."""


class OntologyError(KgError):
    """A file under ``ontology/`` is wrong."""


class TermError(KgError):
    """A text can't become an RDF term."""


class StoreError(KgError):
    """The store can't be opened, read or written."""


class StoreLocked(StoreError):
    """Another process writes to the store."""


class StoreMissing(StoreError):
    """There is no store at that place."""


class StoreDamaged(StoreError):
    """What the store holds is not what was written."""


class RemoteError(StoreError):
    """A remote endpoint refused, or broke off."""


class QueryError(KgError):
    """The query can't be answered."""


class QuerySyntaxError(QueryError):
    """The query is not SPARQL 1.1."""


class QueryRefused(QueryError):
    """The query asks for what is not allowed here."""


class QueryTimeout(QueryError):
    """The query took longer than the limit."""


class DateError(KgError):
    """A date is none."""


class ViewError(KgError):
    """The view can't be drawn."""


class ScoreError(KgError):
    """The gold folder can't be scored."""


class OutputError(KgError):
    """A file can't be written."""


class ShapeError(KgError):
    """Events don't conform to the shapes."""


class SettingsError(KgError):
    """A setting has an impossible value."""
