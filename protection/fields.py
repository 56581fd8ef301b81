"""Model fields whose column holds an envelope: sealed when the row is written, opened when somebody
first asks.

A model with such fields has one `RowKey`, the row's data key wrapped by the master key. A list that
never asks decrypts nothing. Taking the key out of the row makes all its values unreadable for ever
(crypto-shredding): they then read as empty. An empty value is stored as no bytes at all and may be
written by `QuerySet.update`; another may not, nor can it be looked up: that is what blind indexes
are for.
"""

from __future__ import annotations

import json
from abc import ABCMeta, abstractmethod
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from protection import blind_index, envelope

KEY = "sealed_key"


class Erased(RuntimeError):
    """The row's key is gone: nothing can be written into its sealed columns again."""


class Sealed(bytes):
    """The bytes of a column, not opened yet."""


def sealed_model(instance: models.Model) -> bool:
    """Whether the row still has its key: False once its personal data were erased."""
    return bool(getattr(instance, KEY))


def _data_key(instance: models.Model, adding: bool = False) -> bytes | None:
    """The row's data key; a row that is being added gets one."""
    wrapped = getattr(instance, KEY)
    if not wrapped:
        if not adding:
            return None
        key = envelope.new_data_key()
        wrapped = envelope.wrap(key, instance._meta.db_table)
        setattr(instance, KEY, wrapped)
        instance.__dict__["_opened_key"] = (wrapped, key)
        return key
    wrapped = bytes(wrapped)
    known: tuple[bytes, bytes] | None = instance.__dict__.get("_opened_key")
    if known is None or known[0] != wrapped:
        known = instance.__dict__["_opened_key"] = (
            wrapped,
            envelope.unwrap(wrapped, instance._meta.db_table),
        )
    return known[1]


class RowKey(models.BinaryField):  # type: ignore[type-arg]
    """The row's data key, wrapped; null once the row's sealed values were erased."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"null": True, "editable": False, **options})

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        _data_key(instance, adding=add)
        return getattr(instance, self.attname)


class _OpenedWhenAsked(DeferredAttribute):
    """Opens the envelope at the first look; what it held then stays in the instance."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            instance.__dict__[f"_{self.field.attname}_sealed"] = value
            value = instance.__dict__[self.field.attname] = self.field.opened(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Base = models.Field[Any, Any]
else:
    _Base = object


class SealedField(_Base, metaclass=ABCMeta):
    """What the sealed fields share; the other base says which form field and checks go with the
    value.
    """

    descriptor_class = _OpenedWhenAsked

    def get_internal_type(self) -> str:
        return "BinaryField"

    @abstractmethod
    def nothing(self) -> Any:
        """The empty value."""

    @abstractmethod
    def to_bytes(self, value: Any) -> bytes:
        """The value as it is encrypted."""

    @abstractmethod
    def from_bytes(self, content: bytes) -> Any:
        """The value as it was."""

    @property
    def place(self) -> str:
        """What the envelope is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def opened(self, instance: models.Model, value: Sealed) -> Any:
        """What the column's bytes hold; the empty value where the row's key was erased."""
        key = _data_key(instance)
        return (
            self.nothing()
            if key is None
            else self.from_bytes(envelope.unseal(value, key, self.place))
        )

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        content = bytes(value) if value is not None else b""
        return Sealed(content) if content else self.nothing()

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """The envelope to write; the one that was read, when the value has not changed since."""
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Sealed) or not value:
            return value or b""
        key = _data_key(instance, adding=add)
        if key is None:
            raise Erased(self.place)
        content = self.to_bytes(value)
        before = instance.__dict__.get(f"_{self.attname}_sealed")
        if before is not None and not add and envelope.unseal(before, key, self.place) == content:
            return before
        return Sealed(envelope.seal(content, key, self.place))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        if not value:
            return Sealed()
        raise TypeError(
            f"{self.place} is encrypted: save the row, or look it up by its blind index"
        )

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return connection.Database.Binary(value) if isinstance(value, bytes) else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            return value
        return self.get_db_prep_value(value, connection)

    def value_to_string(self, instance: Any) -> str:
        raise TypeError(f"{self.place} is encrypted and is not serialised")


class _SealedText(SealedField):
    def nothing(self) -> str:
        return ""

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def from_bytes(self, content: bytes) -> str:
        return content.decode()


class SealedCharField(_SealedText, models.CharField):  # type: ignore[type-arg]
    """A line of text, encrypted; `max_length` (characters) is checked by forms."""


class SealedEmailField(_SealedText, models.EmailField):  # type: ignore[type-arg]
    """An e-mail address, encrypted."""


class SealedJSONField(SealedField, models.JSONField):
    """A JSON object, encrypted as a whole; `{}` is its empty value."""

    def nothing(self) -> dict[str, Any]:
        return {}

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, content: bytes) -> Any:
        return json.loads(content)


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """The blind index of another field of the row, made anew whenever it is written."""

    def __init__(self, source: str = "", kind: str = "", **options: Any) -> None:
        self.source, self.kind = source, kind
        given = {"max_length": blind_index.LENGTH, "blank": True, "default": "", "editable": False}
        super().__init__(**{**given, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source, "kind": self.kind}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        index = blind_index.KINDS[self.kind](getattr(instance, self.source) or "")
        setattr(instance, self.attname, index)
        return index
