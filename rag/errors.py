"""The exceptions that Sequitur raises on purpose; a message is one line: what, where, the way out.

SequiturError
├── SettingsError      a SEQUITUR_* variable or an option that cannot be used
├── ArticleError       a file that is not an article: path, line, reason
├── CorpusError        a corpus folder, glossary or positions file that cannot be used
├── EncoderError       the embedding model is missing, altered, or cannot be exported
├── IndexMissingError  nothing is published where an index was named
├── IndexBusyError     another process is writing the index
├── IndexBrokenError   a build that does not answer as it should, or was made otherwise
├── ModelError         a language model that cannot be had
└── ConversationError  conversations that cannot be read now
    ├── NotKept                   nothing was written: locked, full, gone, or more than is kept
    ├── ConversationMissingError  no conversation or turn of that id belongs to this user
    └── ConversationBrokenError   a kept turn that was altered, or a schema of a later version
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


class ConversationError(SequiturError):
    """Conversations that cannot be read now."""


class NotKept(ConversationError):  # noqa: N818 - the name of the notice that it becomes
    """Nothing was written."""


class ConversationMissingError(ConversationError):
    """No conversation or turn of that id belongs to this user."""


class ConversationBrokenError(ConversationError):
    """What is kept is not what was kept, or cannot be read by this version."""
