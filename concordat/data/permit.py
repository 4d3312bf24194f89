"""The decision: may they see it? A permit, a refusal or a review, with every reason and what would change it.

Pure: a question and a record in, a verdict out, the same for the same. Nothing else in Concordat decides who may see
patient-level data, and nothing gives any without a `Permit` made here.
"""

from __future__ import annotations

from datetime import date

from concordat.data.deciding.desk import Desk, TooLongAgo
from concordat.data.question import Question
from concordat.data.verdict import Permit, Refusal, Review, Verdict, Word
from concordat.register.record import Record

__all__ = ["Desk", "Permit", "Refusal", "Review", "TooLongAgo", "Verdict", "Word", "decide"]


def decide(question: Question, record: Record, as_of: date) -> Permit | Refusal | Review:
    """May they see it, under the rules, agreements and signatures of that day? Raises TooLongAgo before the GDPR.

    For many questions about one record and day, make a `Desk` once.
    """
    return Desk(record, as_of).decide(question)
