"""Addresses of agreements: drafting, releasing, comparing, signing and ending them."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from concordat.register.app.converters import KeyConverter
from concordat.share.app.views import agreements as views

register_converter(KeyConverter, "agreement")

_ONE = "agreement/<agreement:agreement>/"

urlpatterns: list[URLPattern] = [
    path("", views.every, name="share"),
    path("agreement/", views.new, name="share_new"),
    path(_ONE, views.one, name="share_agreement"),
    path(f"{_ONE}task/<slug:task>/", views.one_task, name="share_task"),
    path(f"{_ONE}task/<slug:task>/add/", views.add, name="share_add"),
    path(f"{_ONE}row/<int:entry>/", views.change, name="share_change"),
    path(f"{_ONE}row/<int:entry>/remove/", views.remove, name="share_remove"),
    path(f"{_ONE}row/<int:entry>/leave/", views.leave, name="share_leave"),
    path(f"{_ONE}version/", views.renew, name="share_renew"),
    path(f"{_ONE}changes/", views.changes, name="share_changes"),
    path(f"{_ONE}release/", views.release, name="share_release"),
    path(f"{_ONE}sign/", views.sign, name="share_sign"),
    path(f"{_ONE}timeline/", views.days, name="share_timeline"),
    path(f"{_ONE}withdraw/", views.withdraw, name="share_withdraw"),
    path(f"{_ONE}suspend/", views.end, {"act": "suspend"}, name="share_suspend"),
    path(f"{_ONE}resume/", views.end, {"act": "resume"}, name="share_resume"),
    path(f"{_ONE}terminate/", views.end, {"act": "terminate"}, name="share_terminate"),
    path(f"{_ONE}join/", views.join, name="share_join"),
]
