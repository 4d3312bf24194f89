"""The data sharing agreement as a Word document: its schedule, and a signature page for each party that signs."""

from __future__ import annotations

from concordat.share.out.document import paper

FORMS = (paper("dsa", "data sharing agreement with signature pages", subject="Data sharing agreement"),)
