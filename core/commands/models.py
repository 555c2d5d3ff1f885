"""Which model a subcommand means."""

from __future__ import annotations

from core.commands.answers import UsageError
from core.errors import UserError
from core.settings import Places


def ready_model(asked: str | None, places: Places) -> str:
    """The model asked for, or the default. Raises UsageError or UserError where it cannot be had."""
    from core.analysis import models

    if asked is None:
        return models.default_model(places.models)
    try:
        models.spec(asked)
    except UserError as problem:
        raise UsageError(str(problem)) from None
    if asked not in {spec.name for spec in models.available(places.models)}:
        raise UserError(f"The weights of {asked} are not in {places.models}; `make setup` fetches them.")
    return asked


def ready_models(asked: str | None, places: Places) -> tuple[str, ...]:
    """The model asked for, or all that hear by default. Raises as `ready_model`."""
    from core.analysis import models

    return models.ear_models(places.models) if asked is None else (ready_model(asked, places),)


def known_model(asked: str | None, places: Places) -> str:
    """Like `_ready_model`, for what was heard before: the weights themselves are not needed."""
    from core.analysis import models

    if asked is None:
        return models.default_model(places.models)
    try:
        return models.spec(asked).name
    except UserError as problem:
        raise UsageError(str(problem)) from None
