"""Concordat from a notebook: may they see it, ask, and release; at a server with a key, or in a workspace of one's own.

    from concordat.client import Concordat

    trusts = Concordat("https://concordat.example", token=key)
    result = trusts.ask(question, sql="SELECT …")
    result.polars()

For planning and service evaluation, never for anybody's direct care.
"""

from concordat.client.asking import Concordat
from concordat.client.result import Result
from concordat.client.verdict import Verdict
from concordat.client.way import NotAnswered, NotReached

__all__ = ["Concordat", "NotAnswered", "NotReached", "Result", "Verdict"]
