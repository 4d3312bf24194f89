"""Share's addresses: those of agreements, and those of the answers that come of them."""

from __future__ import annotations

from concordat.share.app.addresses import agreements, answers

urlpatterns = [*agreements.urlpatterns, *answers.urlpatterns]
