"""Rows that are written once: a correction is a further row."""

from django.db import models


class AppendOnly(models.QuerySet):
    """Refuses every change of many rows at once."""

    def update(self, **kwargs):
        raise TypeError(f"{self.model.__name__} is append-only")

    def delete(self):
        raise TypeError(f"{self.model.__name__} is append-only")

    def bulk_update(self, *args, **kwargs):
        raise TypeError(f"{self.model.__name__} is append-only")


class WrittenOnce(models.Model):
    """Refuses to change or delete a row that has been written."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(f"{type(self).__name__} is append-only")
