"""Settings: a list of sections at the left, what each has to choose at the right."""

from app.views.settings.page import Section, SettingsView
from app.views.settings.trouble import Trouble

__all__ = ["Section", "SettingsView", "Trouble"]
