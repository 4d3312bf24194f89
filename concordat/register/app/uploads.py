"""Files put up to be looked at before they are stored: kept for their owner alone, bounded, and dropped in a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile as Received
from django.db import transaction
from django.utils import timezone

from concordat.core.refusal import Refusal
from concordat.core.rows import UPLOAD, read_bytes
from concordat.core.sheets import annotate
from concordat.register.app import actions
from concordat.register.app.importing import Plan, Standing, plan, standing
from concordat.register.app.models import Upload, UploadedFile
from concordat.register.app.permission import Person
from concordat.register.intake import Intake, intake_tables
from concordat.register.record import Record

_MOST_KEPT = 5
_LONGEST_NAME = 120


class NoFiles(Refusal):
    """An upload with nothing in it."""


class NoSuchUpload(Refusal):
    """An upload that is not there for this person."""

    status = 404


def put_up(*, by: Person, files: Sequence[Received]) -> UUID:
    """Keep these files for this person, dropping what has expired. Raises NoFiles, Unreadable, OutOfBounds."""
    if not files:
        raise NoFiles("No file was chosen", remedy="Choose an Excel workbook, or one or more CSV files")
    return keep(by, [(_name(each), _contents(each)) for each in files])


def keep(by: Person, files: Sequence[tuple[str, bytes]]) -> UUID:
    """Keep these contents under these names for this person alone, dropping what has expired."""
    with transaction.atomic():
        _drop_old(by)
        expires = timezone.now() + timedelta(hours=settings.UPLOAD_HOURS)
        upload = Upload.objects.create(seat_id=by.seat, expires_at=expires)
        UploadedFile.objects.bulk_create(
            UploadedFile(upload=upload, name=_plain(name), contents=contents) for name, contents in files
        )
    return upload.id


def files_of(by: Person, id: UUID) -> tuple[UploadedFile, ...]:
    """The files of an upload. Raises NoSuchUpload, the same whether it is another's, gone or never was."""
    live = UploadedFile.objects.filter(upload=id, upload__seat=by.seat, upload__expires_at__gt=timezone.now())
    found = tuple(live.order_by("pk"))
    if not found:
        raise NoSuchUpload("There is no such upload of yours", remedy="It may have expired: upload the file again")
    return found


def look(by: Person, id: UUID) -> tuple[Intake, Plan]:
    """What is in an upload, and what storing it would change."""
    files, kept = files_of(by, id), standing(by)
    intake = _read(files, kept)
    return intake, plan(by, intake, kept)


def store(*, by: Person, as_of: date, id: UUID, digest: str) -> Plan:
    """Store an upload as it was looked at, and drop it. Raises what `import_record` does."""
    intake = _read(files_of(by, id), standing(by))
    made: Plan = actions.import_record(by=by, as_of=as_of, intake=intake, digest=digest)
    drop(by, id)
    return made


def drop(by: Person, id: UUID) -> None:
    """Take an upload of this person's away."""
    Upload.objects.filter(pk=id, seat=by.seat).delete()


def marked(by: Person, id: UUID, number: int) -> tuple[str, bytes]:
    """The name and contents of one file of an upload, every finding marked at its cell. Raises NoSuchUpload."""
    files = files_of(by, id)
    if not 0 <= number < len(files):
        raise NoSuchUpload("There is no such file in this upload", remedy="Choose one from the list")
    intake, made = look(by, id)
    file = files[number]
    contents = annotate(bytes(file.contents), (*made.findings, *intake.notes), name=file.name)
    return file.name, contents


def _read(files: Sequence[UploadedFile], kept: Standing) -> Intake:
    tables = [table for each in files for table in read_bytes(each.name, bytes(each.contents))]
    return intake_tables(tables, beside=Record.of(kept))


def _contents(file: Received) -> bytes:
    """What a file holds, if it is within bounds and can be read as tables at all."""
    UPLOAD.check("file_size", file.size or 0, where=_name(file), what=f"The file is {file.size:,} bytes")
    contents: bytes = file.read()
    read_bytes(_name(file), contents)
    return contents


def _drop_old(by: Person) -> None:
    Upload.objects.filter(expires_at__lte=timezone.now()).delete()
    held = Upload.objects.filter(seat=by.seat).order_by("-made_at").values_list("pk", flat=True)
    Upload.objects.filter(pk__in=list(held[_MOST_KEPT - 1 :])).delete()


def _name(file: Received) -> str:
    return _plain(file.name or "upload")


def _plain(name: str) -> str:
    return "".join(each if each.isalnum() or each in " ._-()" else "_" for each in name)[-_LONGEST_NAME:]
