"""The tables of a desk, in this process, on both databases: made once, and emptied for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiemtin.desk.configuration import Configuration, make_secret
from tests.desk.conftest import new_database
from tests.desk.transfer.filling import configuration_of, using


@pytest.fixture(scope="session")
def migrated(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """A desk whose database has all its tables."""
    from kiemtin.desk.transfer.databases import TARGET, bring_up_to_date

    configuration = configuration_of(tmp_path_factory.mktemp("tables") / "home", new_database(engine, request))
    make_secret(configuration.folder)
    with using(configuration):
        bring_up_to_date(TARGET)
    return configuration


@pytest.fixture
def tables(migrated: Configuration) -> Iterator[Configuration]:
    """An empty desk, whose tables Django's models mean for the time of a test."""
    from kiemtin.desk.accounts.models import Account
    from kiemtin.desk.overview.models import AnswerFeedback, DayOfWork, FeedbackMark, ToldAskings
    from kiemtin.desk.questions import models
    from kiemtin.desk.transfer.databases import TARGET

    with using(migrated):
        of_questions = (models.Group, models.ReplyAddress, models.Operation, models.Upkeep, models.KnownWording)
        for model in (*of_questions, DayOfWork, AnswerFeedback, FeedbackMark, ToldAskings):
            model._base_manager.all().delete()
        # Deleting an account by itself would look into a table that others' applications know and the desk never makes.
        Account._base_manager.all()._raw_delete(TARGET)
        yield migrated
