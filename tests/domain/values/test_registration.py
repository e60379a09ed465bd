import pytest

from domain.values.registration import DISEASES, Disease, disease_of


@pytest.mark.parametrize(
    ("icd10", "disease"),
    [
        ("F20", Disease.SCHIZOPHRENIA),
        ("F20.001", Disease.SCHIZOPHRENIA),
        (" f25.9 ", Disease.SCHIZOAFFECTIVE),
        ("F22.0", Disease.DELUSIONAL),
        ("F31.2", Disease.BIPOLAR),
        ("F06.2", Disease.EPILEPSY),
        ("G40.9", Disease.EPILEPSY),
        ("F71", Disease.INTELLECTUAL),
        ("F79.1", Disease.INTELLECTUAL),
        ("F41.1", Disease.OTHER),
        ("F2", Disease.OTHER),
        ("", Disease.OTHER),
    ],
)
def test_an_icd_10_code_means_one_of_the_six_or_another(
    icd10: str, disease: Disease
) -> None:
    assert disease_of(icd10) is disease


def test_every_disease_has_its_name_and_its_own_code() -> None:
    assert [name.disease for name in DISEASES] == list(Disease)
    assert len({name.code for name in DISEASES}) == len(DISEASES)
