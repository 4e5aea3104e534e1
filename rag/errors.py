"""The exceptions that Sequitur raises on purpose; a message is one line: what, where, the way out.

SequiturError
├── SettingsError      a SEQUITUR_* variable or an option that cannot be used
├── ArticleError       a file that is not an article: path, line, reason
├── CorpusError        a corpus folder, glossary or positions file that cannot be used
├── EncoderError       the embedding model is missing, altered, or cannot be exported
├── IndexMissingError  nothing is published where an index was named
├── IndexBusyError     another process is writing the index
├── IndexBrokenError   a build that does not answer as it should, or was made otherwise
└── ModelError         a language model that cannot be had
"""

from __future__ import annotations


class SequiturError(Exception):
    """Anything that Sequitur refuses, with a message for the person who can mend it."""


class SettingsError(SequiturError):
    """A setting that cannot be used."""


class ArticleError(SequiturError):
    """A file that is not an article."""

    def __init__(self, reason: str, line: int = 1, path: str = "") -> None:
        self.reason, self.line, self.path = reason, line, path
        super().__init__(f"{path or 'article'}:{line}: {reason}")


class CorpusError(SequiturError):
    """A corpus folder, or a file beside the articles, that cannot be used."""


class EncoderError(SequiturError):
    """An embedding model that is missing, altered, or cannot be exported."""


class IndexMissingError(SequiturError):
    """No index is published where one was named."""


class IndexBusyError(SequiturError):
    """Another process is writing the index."""


class IndexBrokenError(SequiturError):
    """An index that does not answer as it should."""


class ModelError(SequiturError):
    """A language model that cannot be had."""
