"""Derived columns: filled on every save from another column of the same row."""

from django.db import models

from .vietnamese import fold, person_sort_key, sort_key


class VietnameseSortField(models.BinaryField):
    """Sort key of another column; order by it to list the Vietnamese way."""

    def __init__(self, source: str = "name", person: bool = False, **kwargs) -> None:
        self.source, self.person = source, person
        kwargs.update(editable=False, default=b"", db_index=False)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source, "person": self.person}

    def pre_save(self, model_instance, add):
        make = person_sort_key if self.person else sort_key
        value = make(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value

    def from_db_value(self, value, expression, connection):
        """PostgreSQL's driver hands out memoryview, which Python can't compare by size."""
        return None if value is None else bytes(value)


class FoldedField(models.TextField):
    """Text without marks of one or more columns; search it with ``__contains=fold(query)``."""

    def __init__(self, sources: tuple[str, ...] = ("name",), **kwargs) -> None:
        self.sources = tuple(sources)
        kwargs.update(editable=False, default="", blank=True)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance, add):
        value = fold(" ".join(str(getattr(model_instance, source) or "") for source in self.sources))
        setattr(model_instance, self.attname, value)
        return value
