"""A database in which transactions are short, waits are bounded, and failures have one name."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError, IntegrityError, ProgrammingError

from rag.errors import ConversationBrokenError, ConversationError, NotKept, SettingsError

WAIT = 2  # seconds that a transaction waits for a lock or a free connection
CONNECT = 3  # seconds that a server on the network has to answer
# The names that drivers have for those limits; others keep their own.
_LIMITS: dict[str, dict[str, Any]] = {
    "pysqlite": {"timeout": WAIT},
    "psycopg": {
        "connect_timeout": CONNECT,
        "tcp_user_timeout": CONNECT * 1000,
        "options": f"-c statement_timeout={WAIT * 1000} -c lock_timeout={WAIT * 1000}",
    },
    "psycopg2": {"connect_timeout": CONNECT},
    "pymysql": {"connect_timeout": CONNECT, "read_timeout": CONNECT, "write_timeout": CONNECT},
    "mysqldb": {"connect_timeout": CONNECT},
}
_VERSION = sa.Table(
    "schema_version", sa.MetaData(), sa.Column("version", sa.Integer, nullable=False)
)
Migration = Callable[[sa.Connection], None]
_log = logging.getLogger(__name__)


class Database:
    """The tables of `metadata` in the database of `url`, made or migrated at their first use.

    A schema has the version 1 + len(migrations); migration i leads from i + 1 to i + 2, and a new
    database gets the last version at once. Raises SettingsError for a URL that cannot be used.
    """

    def __init__(
        self, url: sa.URL, metadata: sa.MetaData, migrations: Sequence[Migration] = ()
    ) -> None:
        self._engine = _engine(url)
        self._metadata, self._migrations = metadata, migrations
        self._newest = 1 + len(migrations)
        self._prepared = False
        self._file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        sa.event.listen(self._engine, "connect", self._connected)
        sa.event.listen(self._engine, "begin", _begin)
        sa.event.listen(self._engine, "checkout", self._checked_out)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state. Raises ConversationError where there is none."""
        try:
            with self._transaction(writes=False) as connection:
                yield connection
        except (sa.exc.SQLAlchemyError, OSError) as error:
            why = _why(error)
            raise ConversationError(f"conversations cannot be read now ({why})") from None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is committed at its end, or NotKept is raised and nothing is."""
        try:
            with self._transaction(writes=True) as connection:
                yield connection
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise NotKept(f"nothing was kept ({_why(error)})") from None

    def forget(self) -> None:
        """Takes what was deleted out of SQLite's log as well, as far as readers let it."""
        if self._file is None:
            return
        try:
            with closing(self._engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
            _log.warning("what was deleted is still in the log: %s", type(error).__name__)

    def close(self) -> None:
        """Closes every connection; the next transaction opens one again."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, writes: bool) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            if not self._prepared:
                self._prepare(connection)
            with _begun(connection, writes):
                yield connection

    def _prepare(self, connection: sa.Connection) -> None:
        """Without a lock: whoever comes first makes the tables, and the others find them."""
        with _begun(connection, writes=False):
            found = self._found(connection)
        for last in (False, True) if found < self._newest else ():
            try:
                with _begun(connection, writes=True):
                    self._migrate(connection)
                break
            except (IntegrityError, ProgrammingError):  # another process made them just now
                if last:
                    raise
        self._prepared = True

    def _found(self, connection: sa.Connection) -> int:
        """The version of the schema, 0 for none. Raises ConversationBrokenError for a later one."""
        if not sa.inspect(connection).has_table(_VERSION.name):
            return 0
        found = connection.execute(sa.select(_VERSION.c.version).with_for_update()).scalar_one()
        if found > self._newest:
            raise ConversationBrokenError(
                f"conversations are kept in schema {found} and this version knows {self._newest}; "
                "install the Sequitur that wrote them, or name another SEQUITUR_CONVERSATIONS"
            )
        return int(found)

    def _migrate(self, connection: sa.Connection) -> None:
        found = self._found(connection)
        if not found:
            _VERSION.create(connection)
            self._metadata.create_all(connection)
            connection.execute(_VERSION.insert().values(version=self._newest))
            return
        for migration in self._migrations[found - 1 :]:
            migration(connection)
        connection.execute(_VERSION.update().values(version=self._newest))

    def _connected(self, dbapi: Any, record: Any) -> None:
        if self._file is None:
            return
        dbapi.isolation_level = None  # `_begin` says when a transaction begins
        self._file.chmod(0o600)  # before the log, which takes the file's mode
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            dbapi.execute(f"PRAGMA {pragma}")
        dbapi.execute("PRAGMA secure_delete=ON")
        record.info["file"] = self._inode()
        self._prepared = False

    def _checked_out(self, _dbapi: Any, record: Any, _proxy: Any) -> None:
        """A connection to a file that was deleted or replaced would write to nowhere."""
        if self._file is not None and record.info["file"] != self._inode():
            raise DisconnectionError("the file of the conversations is not the one opened")

    def _inode(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat() if self._file else None
        except FileNotFoundError:
            return None
        return (found.st_dev, found.st_ino) if found else None


@contextmanager
def _begun(connection: sa.Connection, writes: bool) -> Iterator[None]:
    connection.execution_options(writes=writes)
    with connection.begin():
        yield


def _begin(connection: sa.Connection) -> None:
    """SQLite lets one write at a time: the right to is asked for first, so that it is waited for.

    Asked for in the middle of a transaction that has read, it is refused at once.
    """
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _engine(url: sa.URL) -> sa.Engine:
    where = url.render_as_string(hide_password=True)
    try:
        dialect = url.get_dialect()
        engine = sa.create_engine(
            url,
            connect_args=_LIMITS.get(dialect.driver, {}),
            pool_pre_ping=True,
            pool_timeout=WAIT,
            hide_parameters=True,  # errors and logs hold no question
        )
    except (sa.exc.SQLAlchemyError, ImportError, TypeError, ValueError) as error:
        reason = type(error).__name__
        raise SettingsError(f"SEQUITUR_CONVERSATIONS: {where}: no such driver ({reason})") from None
    if dialect.is_async:
        raise SettingsError(f"SEQUITUR_CONVERSATIONS: {where}: an asynchronous driver")
    return engine


def _why(error: Exception) -> str:
    """A few words for a reader; what a server says may hold what was written, so only its kind."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return str(cause)
    if isinstance(cause, OSError):
        return cause.strerror or type(cause).__name__
    return f"the database: {type(cause).__name__}"
