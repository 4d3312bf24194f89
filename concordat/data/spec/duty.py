"""The duty to share for care. Examples of IG-26."""

from __future__ import annotations

from concordat.data.spec.example import fails, holds
from concordat.data.spec.ground import BOARD, CARE, COUNCIL, HOST, care

EXAMPLES = (
    holds("IG-26", "One trust for the care of another's patient", question=CARE),
    holds("IG-26", "A council, for adult social care", question=care(organisation=COUNCIL)),
    fails("IG-26", "An ICB gives no care itself", question=care(organisation=BOARD)),
    fails("IG-26", "A supplier that holds the data", question=care(whose=(HOST,))),
)
