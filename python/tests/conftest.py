"""What the tests share: the sample of the repository, read once."""

import warnings
from pathlib import Path

import pytest

import crosscut

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sample() -> Path:
    return ROOT / "data" / "sample"


@pytest.fixture(scope="session")
def clauses(sample):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", crosscut.CrosscutWarning)
        return crosscut.extract_many(sample, progress=False)


@pytest.fixture(scope="session")
def proposal(clauses):
    return crosscut.propose(clauses)


@pytest.fixture
def two():
    """Twelve clauses of two agreements: enough to compare without a warning."""
    pact = ["Each Party shall report serious incidents to the response team without delay."]
    charter = ["Operators report serious incidents to the response team within one day."]
    others = ["Boats shall carry lamps at night.", "Schools shall teach children to swim.", "Bread is baked daily."]
    pact += [*others[:2], "Trees shall be planted along the road.", "The horse is green.", "Snow falls in May."]
    charter += [others[2], "Cats may sleep on the sofa.", "Rivers flow.", "Bells ring at noon.", "Tea is free."]
    texts, agreements = pact + charter, ["pact"] * 6 + ["charter"] * 6
    return {"id": [f"{a}#{n}" for n, a in enumerate(agreements)], "agreement": agreements, "text": texts}
