"""The impact assessment as a Word document, in the eleven sections of NHS England's template, with an addendum each.

NHS England, "Data protection impact assessment template", March 2026: screening; purposes and benefits; data; flows;
lawful basis; security; retention and disposal; people's rights; organisations; risks; sign-off.
"""

from __future__ import annotations

from concordat.share.out.document import paper

FORMS = (paper("dpia", "data protection impact assessment", subject="Data protection impact assessment"),)
