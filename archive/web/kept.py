"""What is read once of each published copy, and told from then on: a copy does not change while it is served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from archive.database import Connection

Value = TypeVar("Value")


class OfEachCopy(Generic[Value]):
    """One value for each copy, which is served by a Database of its own; of a database that may change it is read anew."""

    def __init__(self, read: Callable[[Connection], Value]) -> None:
        self._read = read
        self._kept: WeakKeyDictionary[Any, Value] = WeakKeyDictionary()

    def of(self, database: Any, connection: Connection) -> Value:
        """The value, in a thread of the database."""
        if database.is_mutable:
            return self._read(connection)
        if database not in self._kept:
            self._kept[database] = self._read(connection)
        return self._kept[database]

    async def get(self, database: Any) -> Value:
        """The value, read outside the time limits for what a reader asks."""
        if not database.is_mutable and database in self._kept:
            return self._kept[database]
        value: Value = await database.execute_fn(lambda connection: self.of(database, connection))
        return value
