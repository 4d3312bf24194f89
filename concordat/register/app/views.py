"""The register's views: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.register.app.pages import form, row, sheet, upload
from concordat.register.noun import Noun
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """`/register/`."""
    return answer(request, sheet.registers_page(by=request.person))


@require_safe
def one_sheet(request: HttpRequest, noun: type[Noun]) -> HttpResponse:
    """`/register/<sheet>/`."""
    return answer(request, sheet.sheet_page(by=request.person, noun=noun, filter=sheet.Filter.of(request.GET)))


@require_safe
def export(request: HttpRequest, form: str, noun: type[Noun] | None = None) -> HttpResponse:
    """`/register/export.<form>` and `/register/export/<sheet>.<form>`, as this reader may see it."""
    filter = sheet.Filter.of(request.GET)
    return answer(request, sheet.export(by=request.person, noun=noun, filter=filter, form=form))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """`/register/template.xlsx`."""
    return answer(request, sheet.template_file())


@require_safe
def one_row(request: HttpRequest, noun: type[Noun], key: str) -> HttpResponse:
    """`/register/<sheet>/<key>/`."""
    return answer(request, row.row_page(by=request.person, noun=noun, key=key))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, noun: type[Noun]) -> HttpResponse:
    """`/register/add/<sheet>/`."""
    if request.method != "POST":
        return answer(request, form.add_page(by=request.person, noun=noun))
    return answer(request, form.add(by=request.person, as_of=today(), noun=noun, posted=request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, noun: type[Noun], key: str, entry: int) -> HttpResponse:
    """`/register/<sheet>/<key>/<entry>/update/`."""
    if request.method != "POST":
        return answer(request, form.update_page(by=request.person, noun=noun, key=key, entry=entry))
    posted = request.POST
    return answer(
        request, form.update(by=request.person, as_of=today(), noun=noun, key=key, entry=entry, posted=posted)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, noun: type[Noun], key: str, entry: int) -> HttpResponse:
    """`/register/<sheet>/<key>/<entry>/retire/`."""
    asked = {"by": request.person, "as_of": today(), "noun": noun, "key": key, "entry": entry}
    if request.method != "POST":
        return answer(request, form.retire_page(**asked))
    return answer(request, form.retire(**asked, posted=request.POST))


@require_POST
def release(request: HttpRequest, noun: type[Noun], key: str, entry: int) -> HttpResponse:
    """`/register/<sheet>/<key>/<entry>/release/`."""
    return answer(request, form.release(by=request.person, as_of=today(), noun=noun, key=key, entry=entry))


@require_http_methods(["GET", "HEAD", "POST"])
def put_up(request: HttpRequest) -> HttpResponse:
    """`/register/upload/`."""
    if request.method != "POST":
        return answer(request, upload.upload_page())
    return answer(request, upload.put_up(by=request.person, files=request.FILES.getlist("files")))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, id: UUID) -> HttpResponse:
    """`/register/upload/<id>/`: what it would change, and storing it."""
    if request.method != "POST":
        return answer(request, upload.preview_page(by=request.person, id=id))
    digest = request.POST.get("digest", "") or "none"
    return answer(request, upload.store(by=request.person, as_of=today(), id=id, digest=digest))


@require_safe
def marked(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """`/register/upload/<id>/<number>/findings.xlsx`."""
    return answer(request, upload.marked_file(by=request.person, id=id, number=number))
