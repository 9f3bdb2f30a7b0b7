"""Party documents from 27/5/2026: Hướng dẫn 05-HD/VPTW, in the place of Hướng dẫn 36-HD/VPTW.

Sources disagree on the exact line spacing (18 to 20 pt); 18 pt is used.
"""

import datetime as dt
from dataclasses import replace

from .party_hd36_2018 import LAYOUT as HD36

LAYOUT = replace(
    HD36,
    key="party_hd05_2026",
    in_force_from=dt.date(2026, 5, 27),
    source="Hướng dẫn 05-HD/VPTW ngày 27/5/2026",
    line_height="18pt",
    draft_mark="Dự thảo lần 1",
    titles_below_bold=False,
)
