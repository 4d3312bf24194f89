"""Extension options.

A contract runs on through the options it was awarded with, each used by its day of notice. The notice is counted back
from the day after the end, in whole months. An option whose day has passed is lost, and with it every option after
it.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import HOW_LONG, Example
from concordat.converge.spec.ground import contract

ORDER = 1
TWO_OPTIONS = contract("A1", "RZ1", date(2028, 3, 31), extension_options=(24, 12), extension_notice=6)
EXAMPLES = (
    Example(
        title="Each option has its own last day",
        says="Two years, then one more; the second can be used only if the first was.",
        rows=(TWO_OPTIONS,),
        question=HOW_LONG,
        answer=(
            "A1 to 31 March 2028 on the current term",
            "A1 to 31 March 2030 on an extension option, used by 30 September 2027",
            "A1 to 31 March 2031 on an extension option, used by 30 September 2029",
        ),
    ),
    Example(
        title="A day too late, and both are gone",
        says="The same contract, asked the day after the first option should have been used.",
        rows=(TWO_OPTIONS,),
        on=date(2027, 10, 1),
        question=HOW_LONG,
        answer=("A1 to 31 March 2028 on the current term",),
    ),
)
