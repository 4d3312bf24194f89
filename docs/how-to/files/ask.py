"""Ask a workspace how many tests there are of each kind, as far as an agreement permits."""

from datetime import date
from pathlib import Path

from concordat.client import Concordat

question = Path("examples/three_rivers/questions/may-icb-evaluate-tests-done-twice.json")
sql = "SELECT capability, count(*) AS tests FROM observation GROUP BY capability"

with Concordat.workspace("workspace", record="examples/three_rivers", as_of=date(2026, 11, 22)) as here:
    print(here.may(question))
    result = here.ask(question, sql=sql)
    print(result)
    print(result.arrow().schema)
