"""Files beside a bundle: one zip whose entries are named by the SHA-256 of their bytes."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile

from accounts.files import check_archive, check_upload

from .problems import BadBundle, about


@dataclass(frozen=True)
class FileNames:
    """How the columns beside a file are called."""

    sha256: str = "sha256"
    name: str = "name"
    type: str = "content_type"


PLAIN = FileNames()


class Files:
    """The bytes of the files a bundle names. What was kept during a taking-in that fails is taken back by `drop`."""

    def __init__(self, path: Path | None = None) -> None:
        self.archive: zipfile.ZipFile | None = None
        self.kept: list[FieldFile] = []
        if path is not None:
            self.archive = _opened(path)

    def content(self, document: Mapping[str, Any], path: str, names: FileNames = PLAIN) -> File:
        """The bytes of a file as an upload, checked like any other. Raises BadBundle: absent, or not what is stated."""
        sha256, name = document[names.sha256], document.get(names.name, "")
        if self.archive is None or sha256 not in self.archive.NameToInfo:
            raise BadBundle.at(
                f"{path}.{names.sha256}", f"không có tệp “{name[:80]}” trong tệp nén kèm theo (--files)."
            )
        if self.archive.NameToInfo[sha256].file_size != document.get("size", self.archive.NameToInfo[sha256].file_size):
            raise BadBundle.at(f"{path}.size", "kích thước khác với tệp trong tệp nén.")
        data = self.archive.read(sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BadBundle.at(f"{path}.{names.sha256}", "tệp trong tệp nén không đúng mã kiểm tra.")
        upload = ContentFile(data, name=name)
        with about(f"{path}.{names.name}"):
            checked = check_upload(upload)
        if document.get(names.type) != checked.content_type:
            raise BadBundle.at(f"{path}.{names.type}", f"khác với loại của tệp là {checked.content_type}.")
        return upload

    def keep(self, stored: FieldFile) -> None:
        """Remember what was written to the store."""
        self.kept.append(stored)

    def close(self) -> None:
        if self.archive is not None:
            self.archive.close()

    def drop(self) -> None:
        """Take back what was written: the rows that named it are not kept."""
        for stored in self.kept:
            stored.storage.delete(stored.name)
        self.kept.clear()


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        with about("--files"), path.open("rb") as file:
            check_archive(file)
        return zipfile.ZipFile(path)
    except OSError as error:
        raise BadBundle.at("--files", f"không đọc được tệp “{path}”.") from error


def pack(path: Path, stored: Iterable[tuple[str, FieldFile]]) -> int:
    """Write (sha256, file) into a zip; the same bytes once. Returns how many."""
    done: set[str] = set()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sha256, file in stored:
            if sha256 in done:
                continue
            done.add(sha256)
            # A fixed moment: the same files make the same archive.
            info = zipfile.ZipInfo(sha256, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as source:
                archive.writestr(info, source.read())
    return len(done)
