"""Numbers of the ranking by embedder: measured ones are data, an unknown model refuses nothing."""

from dataclasses import fields

from coach.storage.session import Database
from knowledge_base.embeddings import AccurateEmbedder, BundledEmbedder
from knowledge_base.fusion import FusionSettings
from knowledge_base.ranking import NEVER, _measured, is_calibrated, ranking_for
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, open_kb


def test_the_data_name_known_models_and_known_numbers_only() -> None:
    assert set(_measured()) == {BundledEmbedder.name, AccurateEmbedder.name}
    known = {field.name for field in fields(FusionSettings)}
    assert all(set(numbers) <= known for numbers in _measured().values())


def test_only_a_model_that_was_measured_says_when_nothing_fits() -> None:
    assert ranking_for(BundledEmbedder.name).fits == FusionSettings().fits
    assert is_calibrated(BundledEmbedder.name)
    assert ranking_for(AccurateEmbedder.name).fits > ranking_for(BundledEmbedder.name).fits  # its cosines stand higher
    assert is_calibrated(AccurateEmbedder.name)
    assert ranking_for("endpoint:new").fits == NEVER
    assert not is_calibrated("endpoint:new")


def test_a_store_of_an_unknown_model_abstains_from_nothing(sqlite_database: Database) -> None:
    kb = open_kb(sqlite_database)
    kb.add(CATALOGUE_RECORDS)
    assert not kb.state().calibrated
    assert kb.search(EVERYTHING, "zzz qqq", abstain=True) != []
    kb.close()
