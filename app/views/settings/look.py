"""How the window looks."""

from __future__ import annotations

from app.choices import Choices
from app.views.settings.parts import Page, chips, switch
from app.words import tr


class LookSection(Page):
    def __init__(self, choices: Choices) -> None:
        super().__init__()
        card = self.add_part(tr("Colours"))
        themes = [("system", tr("As the system")), ("dark", tr("Dark")), ("light", tr("Light"))]
        line = tr("Follows the system at once when that changes between day and night.")
        card.add(chips(choices, "theme", tr("Theme"), line, themes))
        card = self.add_part(tr("Lists"))
        line = tr("More tracks at a time, without covers.")
        card.add(switch(choices, "compact_rows", tr("Compact rows"), line))
