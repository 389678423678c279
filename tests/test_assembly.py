"""Whatever is parsed and found, the stages after finding claims make a whole of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from parses import Parse
from strategies import unhurried
from test_claims import drawings

from attrib._attributor import assembled
from attrib._claims.claims import find_claims
from attrib._claims.found import Drawn


@unhurried
@given(drawings(), st.booleans())
def test_any_claims_become_an_attribution(case: tuple[Parse, list[Drawn]], network: bool) -> None:
    """Whatever the parse and whatever was drawn, every claim is told of, on exact spans."""
    parsed, drawn = case
    found = find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn if network else None)
    result = assembled(parsed.text, parsed.sentences, found)
    assert len(result) == len(found)
    assert result.from_dict(result.to_dict(), text=parsed.text) == result
