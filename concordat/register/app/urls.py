"""The register's addresses. What is not a row stands before them, so that no key can take its place."""

from __future__ import annotations

from django.urls import path, register_converter

from concordat.register.app import views
from concordat.register.app.converters import KeyConverter, SheetConverter

register_converter(SheetConverter, "sheet")
register_converter(KeyConverter, "key")

urlpatterns = [
    path("", views.registers, name="registers"),
    path("template.xlsx", views.template, name="template"),
    path("export.<slug:form>", views.export, name="export_all"),
    path("export/<sheet:noun>.<slug:form>", views.export, name="export"),
    path("add/<sheet:noun>/", views.add, name="add"),
    path("upload/", views.put_up, name="upload"),
    path("upload/<uuid:id>/", views.preview, name="preview"),
    path("upload/<uuid:id>/<int:number>/findings.xlsx", views.marked, name="marked"),
    path("<sheet:noun>/", views.one_sheet, name="sheet"),
    path("<sheet:noun>/<key:key>/", views.one_row, name="row"),
    path("<sheet:noun>/<key:key>/<int:entry>/update/", views.update, name="update"),
    path("<sheet:noun>/<key:key>/<int:entry>/retire/", views.retire, name="retire"),
    path("<sheet:noun>/<key:key>/<int:entry>/release/", views.release, name="release"),
]
