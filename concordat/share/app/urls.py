"""Share's addresses: of agreements, of the answers that come of them, and of the data that they let be used."""

from __future__ import annotations

from concordat.share.app.addresses import agreements, answers, asked, feeds, linkage

urlpatterns = [
    *agreements.urlpatterns,
    *answers.urlpatterns,
    *asked.urlpatterns,
    *feeds.urlpatterns,
    *linkage.urlpatterns,
]
