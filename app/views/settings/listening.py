"""How the program listens to the music in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.choices import Choices
from app.views.settings.parts import Page, drop_down, switch
from app.widgets.controls import button
from app.words import tr


class ListeningSection(Page):
    def __init__(self, choices: Choices, models: Sequence[str], evaluation: Callable[[], object]) -> None:
        """models: names of those that are there. evaluation: opens the page that tells how well they hear."""
        super().__init__()
        card = self.add_part(
            tr("Listening"),
            tr("Each song is heard once, in the background, so that radio knows how it sounds."),
        )
        line = tr("It rests while the computer is busy. Off, radio knows only what was heard so far.")
        card.add(switch(choices, "listen", tr("Listen to new music"), line))
        line = tr("Takes eight times the space; finds moments inside songs.")
        card.add(switch(choices, "keep_windows", tr("Keep the sound of every moment"), line))
        card = self.add_part(tr("What listens"))
        line = tr("Each hears the library anew, and what another has heard is kept.")
        known = model_words()
        options = [("", tr("The best together")), *((name, known.get(name, name)) for name in models)]
        card.add(drop_down(choices, "model", tr("Model"), line, options))
        card.add_buttons(button(tr("How well does it hear?"), evaluation, icon="ear"))


def model_words() -> dict[str, str]:
    """Name of a model -> what it is, in words."""
    return {
        "musicnn-mtt": tr("musicnn, taught by MagnaTagATune"),
        "musicnn-msd": tr("musicnn, taught by the Million Song Dataset"),
        "vgg-mtt": tr("VGG, taught by MagnaTagATune"),
        "vgg-msd": tr("VGG, taught by the Million Song Dataset"),
        "spectral": tr("Spectral descriptors, without a model"),
    }
