"""Addresses: the shell's own, the register's, and those of every verb that is there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from concordat.capability import Capability, capabilities
from concordat.web import views
from concordat.web.api import api


def _verb(capability: Capability) -> URLPattern | URLResolver:
    """A verb's pages, or where it brings none the shell's page about it."""
    if capability.urls:
        return path(f"{capability.verb}/", include(capability.urls))
    return path(f"{capability.verb}/", views.verb, {"verb": capability.verb}, name=f"verb_{capability.verb}")


urlpatterns = [
    path("", views.home, name="home"),
    path("due/", views.due, name="due"),
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:verb>/", views.chapter, name="chapter"),
    path("jobs/<uuid:id>/", views.job, name="job"),
    path("accessibility/", views.access, name="about_access"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("seat/", views.choose_seat, name="choose_seat"),
    path("keys/", views.keys, name="keys"),
    path("keys/<int:key_id>/revoke/", views.revoke_key, name="revoke_key"),
    path("api/", views.operations, name="api"),
    path("api/v1/", api.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("register/", include("concordat.register.app.urls")),
    *(_verb(each) for each in capabilities()),
]
handler404 = "concordat.web.views.missing"
handler500 = "concordat.web.views.broken"
